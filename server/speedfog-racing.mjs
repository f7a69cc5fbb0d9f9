#!/usr/bin/env node
// The command `speedfog-racing`: hands over to the built service, or, where none was built since the sources changed, teaches Node
// TypeScript and hands over to those. Nothing else.
import '../tools/need-node.cjs';
import { pathToFileURL } from 'node:url';
import { findBundle } from '../tools/server-bundle.mjs';

async function commandLine() {
  const bundle = findBundle();
  if (bundle !== undefined) {
    process.setSourceMapsEnabled(true);
    return await import(pathToFileURL(bundle).href);
  }
  const { register } = await import('tsx/esm/api');
  register();
  return await import('./main/command-line.ts');
}

const { main } = await commandLine();
await main(process.argv);
