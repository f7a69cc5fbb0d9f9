// Operators find every variable in .env.example and in README.md, and nothing there that is not read.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'dotenv';
import { describe, expect, it } from 'vitest';
import { parseDockerfile } from '../tools/docker/dockerfile.ts';
import { readConfig, VARIABLES } from './config.ts';

/** Read by tools, not by the service. */
const OF_TOOLS = ['SPEEDFOG_PATH', 'SPEEDFOG_RACE_DLL'];
const file = (name: string) => readFile(join(import.meta.dirname, '..', name), 'utf8');

describe('.env.example', () => {
  it('explains every variable, and no other', async () => {
    const text = await file('.env.example');
    const named = [...text.matchAll(/^#?([A-Z][A-Z_]+)=/gm)].map(([, name]) => name);
    expect(named.toSorted()).toEqual([...VARIABLES, ...OF_TOOLS].toSorted());
  });

  it('is a configuration that is right as it stands, and says the defaults', async () => {
    const written = readConfig(parse(await file('.env.example')));
    expect(written).toEqual(readConfig({}));
  });

  it('copied and given to a container, it takes nothing from what the image sets', async () => {
    const written = parse(await file('.env.example'));
    const image = parseDockerfile(await file('Dockerfile')).at(-1);
    const set = Object.assign({}, ...(image?.steps ?? []).map((step) => (step.do === 'env' ? step.values : {})));
    expect(set).toMatchObject({ HOST: '0.0.0.0', DATA_DIR: '/data' });
    expect({ ...set, ...written }).toMatchObject(set);
  });
});

it('README.md has every variable in its table', async () => {
  const readme = await file('README.md');
  const table = readme.split('\n').filter((line) => line.startsWith('| `'));
  const missing = [...VARIABLES, ...OF_TOOLS].filter((name) => !table.some((row) => row.includes(`\`${name}\``)));
  expect(missing).toEqual([]);
});
