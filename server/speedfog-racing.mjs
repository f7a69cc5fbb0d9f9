#!/usr/bin/env node
// The command `speedfog-racing`: teaches Node TypeScript, and hands over to main.ts. Nothing else.
import '../tools/need-node.cjs';
import { register } from 'tsx/esm/api';

register();
const { main } = await import('./main.ts');
await main(process.argv);
