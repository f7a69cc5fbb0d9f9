// Registering commands, for one server or everywhere: list, bulk overwrite, upsert by name, read, edit, delete.
import { parseCommand, parseCommands } from '../command-rules.ts';
import { presentCommand } from '../present.ts';
import { refuse } from '../refusal.ts';
import { type Answer, type Call, param, type Route } from '../route.ts';
import type { Command, CommandBody } from '../world.ts';

const COMMANDS = 100;

type Scope = { readonly call: Call; readonly guildId: string | undefined };

function scoped(path: string): readonly Route[] {
  const here = (run: (scope: Scope) => Answer) => (call: Call) => run(enter(call));
  return [
    { method: 'GET', path, run: here((scope) => answer(scope, list(scope))) },
    { method: 'PUT', path, run: here(overwrite) },
    { method: 'POST', path, run: here(upsert) },
    { method: 'GET', path: `${path}/:command`, run: here((scope) => one(scope, commandOf(scope))) },
    { method: 'PATCH', path: `${path}/:command`, run: here(edit) },
    {
      method: 'DELETE',
      path: `${path}/:command`,
      run: here((scope) => {
        scope.call.world.commands.delete(commandOf(scope).id);
        changed(scope);
        return { status: 204 };
      }),
    },
  ];
}

export const commandRoutes: readonly Route[] = [
  ...scoped('/applications/:app/commands'),
  ...scoped('/applications/:app/guilds/:guild/commands'),
];

/** A server without the bot answers "Missing Access" here, even one that does not exist. */
function enter(call: Call): Scope {
  if (param(call, 'app') !== call.world.applicationId) refuse('unknown-application');
  const guildId = call.params.guild;
  if (guildId !== undefined && !call.world.guilds.get(guildId)?.botPresent) refuse('missing-access');
  return { call, guildId };
}

function list({ call, guildId }: Scope): Command[] {
  return [...call.world.commands.values()].filter((command) => command.guildId === guildId);
}

function commandOf(scope: Scope): Command {
  return list(scope).find((command) => command.id === param(scope.call, 'command')) ?? refuse('unknown-command');
}

function changed({ call, guildId }: Scope): void {
  call.world.changed({ type: 'commands-changed', guildId });
}

function answer({ call }: Scope, commands: readonly Command[]): Answer {
  return { status: 200, body: commands.map((command) => presentCommand(call.world, command)) };
}

function one({ call }: Scope, command: Command, status = 200): Answer {
  return { status, body: presentCommand(call.world, command) };
}

/** A command of the same name and type keeps its id, as mentions in messages need. */
function store({ call, guildId }: Scope, body: CommandBody, known: Command | undefined): Command {
  const { world } = call;
  const command: Command = { id: known?.id ?? world.newId(), version: world.newId(), guildId, body };
  world.commands.set(command.id, command);
  return command;
}

function sameName(commands: readonly Command[], body: CommandBody): Command | undefined {
  return commands.find((command) => command.body.name === body.name && command.body.type === body.type);
}

function overwrite(scope: Scope): Answer {
  const bodies = parseCommands(scope.call.body);
  const before = list(scope);
  for (const command of before) scope.call.world.commands.delete(command.id);
  const commands = bodies.map((body) => store(scope, body, sameName(before, body)));
  changed(scope);
  return answer(scope, commands);
}

function upsert(scope: Scope): Answer {
  const body = parseCommand(scope.call.body);
  const known = sameName(list(scope), body);
  if (!known && list(scope).length >= COMMANDS) refuse('command-count');
  const command = store(scope, body, known);
  changed(scope);
  return one(scope, command, known ? 200 : 201);
}

function edit(scope: Scope): Answer {
  const known = commandOf(scope);
  const command = store(scope, parseCommand({ ...known.body, ...Object(scope.call.body) }), known);
  changed(scope);
  return one(scope, command);
}
