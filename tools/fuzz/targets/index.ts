// Every parser of outside text.

import type { TargetSource } from '../target.ts';
import { FILE_TARGETS } from './files.ts';
import { HTTP_TARGETS } from './http.ts';
import { SAID_TARGETS } from './said.ts';
import { WIRE_TARGETS } from './wire.ts';

export const TARGETS: readonly TargetSource[] = [...WIRE_TARGETS, ...FILE_TARGETS, ...SAID_TARGETS, ...HTTP_TARGETS];
