// A Sigma program for lines: one strip from point to point over at most two rounded bends, moved aside by an offset so that
// several players' lines run beside each other, with a casing that lets a line pass visibly over another. Pixels; no picking.

import type Sigma from 'sigma';
import { EdgeProgram, type ProgramInfo } from 'sigma/rendering';
import type { EdgeDisplayData, NodeDisplayData, RenderParams } from 'sigma/types';
import { floatColor } from 'sigma/utils';
import type { Point } from './geometry.ts';

const { FLOAT, UNSIGNED_BYTE, TRIANGLE_STRIP } = WebGLRenderingContext;
const UNIFORMS = ['u_matrix', 'u_resolution', 'u_scale', 'u_zoom', 'u_pixelRatio'] as const;
const PIECES_PER_BEND = 8;
/** So many bends has a line; a longer way is several lines. */
export const BENDS = 2;

/** What a line needs beyond Sigma's own data; `size` is its width. */
export type LineStyle = {
  /** Aside, in pixels at zoom 1; positive is to the right of the direction of travel. */
  readonly offset: number;
  readonly casing: string;
  readonly casingWidth: number;
  /** From its beginning, in pixels at zoom 1. */
  readonly bends: readonly [Point, Point];
  readonly radius: number;
};

const VERTEX = /* glsl */ `
attribute vec2 a_from;
attribute vec2 a_to;
attribute vec4 a_bends;
attribute vec4 a_widths;
attribute vec4 a_color;
attribute vec4 a_casing;
attribute vec3 a_along;
uniform mat3 u_matrix;
uniform vec2 u_resolution;
uniform float u_scale;
uniform float u_zoom;
varying float v_aside;
varying vec2 v_half;
varying vec4 v_color;
varying vec4 v_casing;
void main() {
  vec2 a = (u_matrix * vec3(a_from, 1)).xy * u_resolution * 0.5;
  vec2 b = (u_matrix * vec3(a_to, 1)).xy * u_resolution * 0.5;
  vec2 p = a + a_bends.xy * u_zoom;
  vec2 q = a + a_bends.zw * u_zoom;
  bool first = a_along.x < 0.5;
  vec2 before = first ? a : p;
  vec2 bend = first ? p : q;
  vec2 after = first ? q : b;
  vec2 back = before - bend;
  vec2 on = after - bend;
  float turn = a_widths.w * u_zoom;
  vec2 from = bend + back * min(turn / max(length(back), 0.001), 0.5);
  vec2 to = bend + on * min(turn / max(length(on), 0.001), 0.5);
  float t = a_along.y;
  float s = 1.0 - t;
  vec2 at = s * s * from + 2.0 * s * t * bend + t * t * to;
  vec2 slope = s * (bend - from) + t * (to - bend);
  if (a_along.x < -0.5) { at = a; slope = p - a; }
  if (a_along.x > 1.5) { at = b; slope = b - q; }
  vec2 forward = normalize(slope + vec2(0.0001, 0.0));
  vec2 right = vec2(forward.y, -forward.x);
  float whole = (a_widths.x * 0.5 + a_widths.z) * u_scale;
  v_half = vec2(a_widths.x * 0.5 * u_scale, whole);
  v_aside = a_along.z * (whole + 1.0);
  at += right * (a_widths.y * u_scale + v_aside);
  gl_Position = vec4(at * 2.0 / u_resolution, 0, 1);
  v_color = a_color;
  v_casing = a_casing;
}`;

const FRAGMENT = /* glsl */ `
precision highp float;
varying float v_aside;
varying vec2 v_half;
varying vec4 v_color;
varying vec4 v_casing;
uniform float u_pixelRatio;
void main() {
  float soft = 0.6 / u_pixelRatio;
  float d = abs(v_aside);
  float whole = 1.0 - smoothstep(-soft, soft, d - v_half.y);
  float core = 1.0 - smoothstep(-soft, soft, d - v_half.x);
  vec4 color = mix(v_casing, v_color, core);
  float alpha = color.a * whole;
  gl_FragColor = vec4(color.rgb * alpha, alpha);
}`;

const NO_BENDS = [
  { x: 0, y: 0 },
  { x: 0, y: 0 },
] as const;

/** Which bend (-1: the beginning, 2: the end), how far in it, and which side. */
const STRIP: number[][] = [-1, 0, 1, 2].flatMap((bend) => {
  const steps =
    bend < 0 || bend > 1 ? [0] : Array.from({ length: PIECES_PER_BEND + 1 }, (_, at) => at / PIECES_PER_BEND);
  return steps.flatMap((t) => [
    [bend, t, -1],
    [bend, t, 1],
  ]);
});

export class LineProgram extends EdgeProgram<(typeof UNIFORMS)[number]> {
  constructor(gl: WebGLRenderingContext, _picking: WebGLFramebuffer | null, renderer: Sigma) {
    super(gl, null, renderer);
  }

  getDefinition() {
    return {
      VERTICES: STRIP.length,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: TRIANGLE_STRIP,
      UNIFORMS,
      ATTRIBUTES: [
        { name: 'a_from', size: 2, type: FLOAT },
        { name: 'a_to', size: 2, type: FLOAT },
        { name: 'a_bends', size: 4, type: FLOAT },
        { name: 'a_widths', size: 4, type: FLOAT },
        { name: 'a_color', size: 4, type: UNSIGNED_BYTE, normalized: true },
        { name: 'a_casing', size: 4, type: UNSIGNED_BYTE, normalized: true },
      ],
      CONSTANT_ATTRIBUTES: [{ name: 'a_along', size: 3, type: FLOAT }],
      CONSTANT_DATA: STRIP,
    };
  }

  processVisibleItem(
    _index: number,
    start: number,
    from: NodeDisplayData,
    to: NodeDisplayData,
    data: EdgeDisplayData & Partial<LineStyle>,
  ): void {
    const [p, q] = data.bends ?? NO_BENDS;
    const widths = [data.size, data.offset ?? 0, data.casingWidth ?? 0, data.radius ?? 0];
    const colors = [floatColor(data.color), floatColor(data.casing ?? data.color)];
    this.array.set([from.x, from.y, to.x, to.y, p.x, -p.y, q.x, -q.y, ...widths, ...colors], start);
  }

  setUniforms(params: RenderParams, { gl, uniformLocations }: ProgramInfo<(typeof UNIFORMS)[number]>): void {
    gl.uniformMatrix3fv(uniformLocations.u_matrix, false, params.matrix);
    gl.uniform2f(uniformLocations.u_resolution, params.width, params.height);
    gl.uniform1f(uniformLocations.u_scale, 1 / params.sizeRatio);
    gl.uniform1f(uniformLocations.u_zoom, 1 / params.zoomRatio);
    gl.uniform1f(uniformLocations.u_pixelRatio, params.pixelRatio);
  }
}
