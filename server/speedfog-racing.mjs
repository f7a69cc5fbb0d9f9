#!/usr/bin/env node
// The command `speedfog-racing`: teaches Node TypeScript, and hands over. Nothing else.
import '../tools/need-node.cjs';
import { register } from 'tsx/esm/api';

register();
const { main } = await import('./main/command-line.ts');
await main(process.argv);
