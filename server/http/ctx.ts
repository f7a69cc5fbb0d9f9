// A request as routes see it. Not Koa's own `Context`: that one has a socket as soon as the socket room's types are there.

import type { ParameterizedContext } from 'koa';

export type Ctx = ParameterizedContext;
