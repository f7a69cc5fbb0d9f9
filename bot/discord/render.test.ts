import { expect, it } from 'vitest';
import type { Button, Words } from '../../server/present/words/index.ts';
import { makeParking } from './parking.ts';
import { makeMessage } from './render.ts';

const WORDS: Words = {
  ...{ text: '', title: null, url: null, lines: [], buttons: [], mentions: [], private: false, tone: 'neutral' },
};
const link = (url: string): Button => ({
  label: 'x'.repeat(90),
  style: 'link',
  action: { kind: 'link', url },
  expiresAt: null,
});
const make = (words: Partial<Words>) => makeMessage({ ...WORDS, ...words }, makeParking(0));

it('names everything, so that an edit takes away what is no more', () => {
  expect(make({ text: 'Only this.' })).toEqual({ content: 'Only this.', embeds: [], components: [] });
});

it('cuts what Discord would refuse for its length', () => {
  const { content } = make({ text: `${'x'.repeat(1_999)}🔥` });
  expect(content).toBe('x'.repeat(1_999));
});

it('draws lines with or without a title; a title may have an address', () => {
  expect(make({ lines: ['a', 'b'] }).embeds).toMatchObject([{ description: 'a\nb' }]);
  expect(make({ title: 't', url: 'https://x.example' }).embeds).toMatchObject([
    { title: 't', url: 'https://x.example' },
  ]);
  expect(make({ lines: ['a'], url: 'https://x.example' }).embeds[0]).not.toHaveProperty('url');
});

it('puts five buttons in a row, cuts labels, and leaves out an address that Discord would refuse', () => {
  const many = make({ buttons: Array.from({ length: 7 }, (_, index) => link(`https://x.example/${index}`)) });
  expect(many.components.map((row) => row.components.length)).toEqual([5, 2]);
  expect(many.components[0]?.components[0]).toMatchObject({ label: 'x'.repeat(80) });
  expect(make({ buttons: [link(`https://x.example/${'y'.repeat(512)}`)] }).components).toEqual([]);
});

it('cuts no label in the middle of a character', () => {
  const label = `${'x'.repeat(79)}🔥`;
  const [row] = make({ buttons: [{ ...link('https://x.example'), label }] }).components;
  expect(row?.components[0]).toMatchObject({ label: 'x'.repeat(79) });
});
