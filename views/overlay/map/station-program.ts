// A Sigma program for stations: one shader that knows all shapes, each with a filling, a ring and an outline. Sizes are
// pixels. No picking: the page lays real buttons over the stations. Colours leave it premultiplied, as a transparent page needs.

import type Sigma from 'sigma';
import { NodeProgram, type ProgramInfo } from 'sigma/rendering';
import type { NodeDisplayData, RenderParams } from 'sigma/types';
import { floatColor } from 'sigma/utils';

const { FLOAT, UNSIGNED_BYTE, TRIANGLE_STRIP } = WebGLRenderingContext;
const UNIFORMS = ['u_matrix', 'u_resolution', 'u_scale', 'u_pixelRatio'] as const;

/** What a station needs beyond Sigma's own data. */
export type StationStyle = {
  /** Index into SHAPES. */
  readonly shape: number;
  readonly ring: string;
  readonly outline: string;
  /** Pixels at zoom 1. */
  readonly ringWidth: number;
  readonly outlineWidth: number;
};

const VERTEX = /* glsl */ `
attribute vec2 a_position;
attribute float a_size;
attribute float a_shape;
attribute vec2 a_widths;
attribute vec4 a_color;
attribute vec4 a_ring;
attribute vec4 a_outline;
attribute vec2 a_corner;
uniform mat3 u_matrix;
uniform vec2 u_resolution;
uniform float u_scale;
varying vec2 v_at;
varying float v_size;
varying float v_shape;
varying vec2 v_widths;
varying vec4 v_color;
varying vec4 v_ring;
varying vec4 v_outline;
void main() {
  float reach = a_size * u_scale * 1.25 + (a_widths.x + a_widths.y) * u_scale + 2.0;
  vec2 center = (u_matrix * vec3(a_position, 1)).xy;
  gl_Position = vec4(center + a_corner * reach * 2.0 / u_resolution, 0, 1);
  v_at = a_corner * reach;
  v_size = a_size * u_scale;
  v_shape = a_shape;
  v_widths = a_widths * u_scale;
  v_color = a_color;
  v_ring = a_ring;
  v_outline = a_outline;
}`;

/** Distances to the shapes' edges, negative inside; each shape covers about the same area. */
const FRAGMENT = /* glsl */ `
precision highp float;
varying vec2 v_at;
varying float v_size;
varying float v_shape;
varying vec2 v_widths;
varying vec4 v_color;
varying vec4 v_ring;
varying vec4 v_outline;
uniform float u_pixelRatio;
float box(vec2 p, float r) {
  vec2 d = abs(p) - r;
  return length(max(d, 0.0)) + min(max(d.x, d.y), 0.0);
}
float triangle(vec2 p, float r) {
  const float k = 1.7320508;
  p.y += r * 0.22;
  p.x = abs(p.x) - r;
  p.y = p.y + r / k;
  if (p.x + k * p.y > 0.0) p = vec2(p.x - k * p.y, -k * p.x - p.y) / 2.0;
  p.x -= clamp(p.x, -2.0 * r, 0.0);
  return -length(p) * sign(p.y);
}
float hexagon(vec2 p, float r) {
  const vec3 k = vec3(-0.8660254, 0.5, 0.5773503);
  p = abs(p.yx);
  p -= 2.0 * min(dot(k.xy, p), 0.0) * k.xy;
  p -= vec2(clamp(p.x, -k.z * r, k.z * r), r);
  return length(p) * sign(p.y);
}
float shapeAt(vec2 p) {
  float r = v_size;
  if (v_shape < 0.5) return length(p) - r;
  if (v_shape < 1.5) return box(p, r * 0.86);
  if (v_shape < 2.5) return box(vec2(p.x + p.y, p.x - p.y) * 0.7071068, r * 0.82);
  if (v_shape < 3.5) return triangle(p, r * 1.05);
  if (v_shape < 4.5) return hexagon(p, r * 0.95);
  return triangle(vec2(p.y, p.x), r * 1.05);
}
void main() {
  float soft = 0.75 / u_pixelRatio;
  float d = shapeAt(v_at);
  float whole = 1.0 - smoothstep(-soft, soft, d - v_widths.y);
  float ring = 1.0 - smoothstep(-soft, soft, d);
  float core = 1.0 - smoothstep(-soft, soft, d + v_widths.x);
  vec4 color = mix(mix(v_outline, v_ring, ring), v_color, core);
  float alpha = color.a * whole;
  gl_FragColor = vec4(color.rgb * alpha, alpha);
}`;

export class StationProgram extends NodeProgram<(typeof UNIFORMS)[number]> {
  constructor(gl: WebGLRenderingContext, _picking: WebGLFramebuffer | null, renderer: Sigma) {
    super(gl, null, renderer);
  }

  getDefinition() {
    const byte4 = { size: 4, type: UNSIGNED_BYTE, normalized: true };
    return {
      VERTICES: 4,
      VERTEX_SHADER_SOURCE: VERTEX,
      FRAGMENT_SHADER_SOURCE: FRAGMENT,
      METHOD: TRIANGLE_STRIP,
      UNIFORMS,
      ATTRIBUTES: [
        { name: 'a_position', size: 2, type: FLOAT },
        { name: 'a_size', size: 1, type: FLOAT },
        { name: 'a_shape', size: 1, type: FLOAT },
        { name: 'a_widths', size: 2, type: FLOAT },
        { name: 'a_color', ...byte4 },
        { name: 'a_ring', ...byte4 },
        { name: 'a_outline', ...byte4 },
      ],
      CONSTANT_ATTRIBUTES: [{ name: 'a_corner', size: 2, type: FLOAT }],
      CONSTANT_DATA: [
        [-1, -1],
        [1, -1],
        [-1, 1],
        [1, 1],
      ],
    };
  }

  processVisibleItem(_index: number, start: number, data: NodeDisplayData & Partial<StationStyle>): void {
    const { array } = this;
    const values = [
      data.x,
      data.y,
      data.size,
      data.shape ?? 0,
      data.ringWidth ?? 0,
      data.outlineWidth ?? 0,
      floatColor(data.color),
      floatColor(data.ring ?? data.color),
      floatColor(data.outline ?? data.color),
    ];
    array.set(values, start);
  }

  setUniforms(params: RenderParams, { gl, uniformLocations }: ProgramInfo<(typeof UNIFORMS)[number]>): void {
    gl.uniformMatrix3fv(uniformLocations.u_matrix, false, params.matrix);
    gl.uniform2f(uniformLocations.u_resolution, params.width, params.height);
    gl.uniform1f(uniformLocations.u_scale, 1 / params.sizeRatio);
    gl.uniform1f(uniformLocations.u_pixelRatio, params.pixelRatio);
  }
}
