// Commands are registered at start, everywhere at once, and only when they changed: what was registered last is kept as a hash
// per application and API. What Discord lists is looked at too, because somebody may have cleared it.

import { createHash } from 'node:crypto';
import { type REST, Routes } from 'discord.js';
import { z } from 'zod';
import type { Command } from '../../server/commands/command.ts';
import type { Keepsakes } from '../../server/play/ports/index.ts';
import type { CommandIds } from '../../server/present/words/index.ts';
import { makeDefinitions } from './definitions.ts';

export type Registration = {
  readonly rest: Pick<REST, 'get' | 'put'>;
  readonly applicationId: string;
  readonly apiBase: string;
  readonly commands: readonly Command[];
  readonly keepsakes: Keepsakes;
};
export type Registered = { readonly ids: CommandIds; readonly changed: boolean };

const registeredSchema = z.array(z.object({ id: z.string(), name: z.string() }));

/** Rejects when Discord or the keepsakes cannot be reached: nothing is noted then, and it can be called again. */
export async function registerCommands(of: Registration): Promise<Registered> {
  const { rest, applicationId, keepsakes } = of;
  const definitions = makeDefinitions(of.commands);
  const hash = createHash('sha256').update(JSON.stringify(definitions)).digest('base64url');
  const key = `discord commands ${applicationId} ${of.apiBase}`;
  const route = Routes.applicationCommands(applicationId);
  const there = registeredSchema.parse(await rest.get(route));
  const complete = sameNames(there, definitions);
  if (complete && (await keepsakes.get(key)) === hash) return { ids: idsOf(there), changed: false };
  const made = registeredSchema.parse(await rest.put(route, { body: definitions }));
  await keepsakes.set(key, hash);
  return { ids: idsOf(made), changed: true };
}

type Named = { readonly name: string };
const sameNames = (a: readonly Named[], b: readonly Named[]): boolean =>
  a.length === b.length && a.every(({ name }) => b.some((one) => one.name === name));

const idsOf = (commands: z.infer<typeof registeredSchema>): CommandIds =>
  Object.fromEntries(commands.map(({ id, name }) => [name, id]));
