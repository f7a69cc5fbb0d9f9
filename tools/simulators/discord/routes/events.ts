// Scheduled events of a server. External ones (a place written as text) in full; voice and stage events only by their channel.
import { z } from 'zod';
import { has } from '../permissions.ts';
import { presentEvent } from '../present.ts';
import { broke, parseBody, refuse } from '../refusal.ts';
import { type Call, param, type Route } from '../route.ts';
import type { Guild, ScheduledEvent } from '../world.ts';
import { guildOf, needInGuild } from './rights.ts';

const NAME_CHARS = 100;
const DESCRIPTION_CHARS = 1000;
const LOCATION_CHARS = 100;
const EXTERNAL = 3;
const STATUS = { scheduled: 1, active: 2, completed: 3, cancelled: 4 } as const;

const time = z.iso.datetime({ offset: true, ...broke('embed-timestamp') });
const name = z.string().min(1, broke('event-name')).max(NAME_CHARS, broke('event-name'));
const description = z
  .string()
  .min(1, broke('event-description'))
  .max(DESCRIPTION_CHARS, broke('event-description'))
  .nullish();
const metadata = z.object({
  location: z
    .string(broke('event-location'))
    .min(1, broke('event-location'))
    .max(LOCATION_CHARS, broke('event-location')),
});
const entityType = z.int().min(1, broke('enum')).max(EXTERNAL, broke('enum'));
const privacy = z.literal(2, broke('enum'));

const createSchema = z
  .object({
    name,
    description,
    privacy_level: privacy,
    entity_type: entityType,
    scheduled_start_time: time,
    scheduled_end_time: time.nullish(),
    channel_id: z.string().nullish(),
    entity_metadata: metadata.nullish(),
  })
  .superRefine((it, context) => {
    if (it.entity_type !== EXTERNAL) return;
    if (!it.entity_metadata)
      context.addIssue({ code: 'custom', message: 'event-location', path: ['entity_metadata', 'location'] });
    if (!it.scheduled_end_time)
      context.addIssue({ code: 'custom', message: 'event-end', path: ['scheduled_end_time'] });
  });
const editSchema = z.object({
  name: name.optional(),
  description,
  privacy_level: privacy.optional(),
  entity_type: entityType.optional(),
  scheduled_start_time: time.optional(),
  scheduled_end_time: time.nullish(),
  channel_id: z.string().nullish(),
  entity_metadata: metadata.nullish(),
  status: z.int().min(STATUS.scheduled, broke('enum')).max(STATUS.cancelled, broke('enum')).optional(),
});

export const eventRoutes: readonly Route[] = [
  { method: 'GET', path: '/guilds/:guild/scheduled-events', run: list },
  { method: 'POST', path: '/guilds/:guild/scheduled-events', run: create },
  {
    method: 'GET',
    path: '/guilds/:guild/scheduled-events/:event',
    run: (call) => ({ status: 200, body: presentEvent(eventOf(call, guildOf(call))) }),
  },
  { method: 'PATCH', path: '/guilds/:guild/scheduled-events/:event', run: edit },
  { method: 'DELETE', path: '/guilds/:guild/scheduled-events/:event', run: remove },
];

function eventOf(call: Call, guild: Guild): ScheduledEvent {
  const event = call.world.events.get(param(call, 'event'));
  return event?.guildId === guild.id ? event : refuse('unknown-event');
}

function list(call: Call) {
  const guild = guildOf(call);
  return {
    status: 200,
    body: [...call.world.events.values()].filter((event) => event.guildId === guild.id).map(presentEvent),
  };
}

function create(call: Call) {
  const guild = guildOf(call);
  const { world } = call;
  if (!has(guild.botPermissions, 'ManageEvents')) needInGuild(guild, 'CreateEvents');
  const body = parseBody(createSchema, call.body);
  const event: ScheduledEvent = {
    id: world.newId(),
    guildId: guild.id,
    creatorId: world.bot.id,
    name: body.name,
    description: body.description ?? null,
    location: body.entity_metadata?.location ?? null,
    channelId: body.channel_id ?? null,
    entityType: body.entity_type,
    startMs: Date.parse(body.scheduled_start_time),
    endMs: body.scheduled_end_time ? Date.parse(body.scheduled_end_time) : null,
    status: STATUS.scheduled,
  };
  checkTimes(call, event);
  world.events.set(event.id, event);
  world.changed({ type: 'event-created', event });
  return { status: 200, body: presentEvent(event) };
}

function edit(call: Call) {
  const guild = guildOf(call);
  const event = eventOf(call, guild);
  needOwnOrManage(call, guild, event);
  const body = parseBody(editSchema, call.body);
  if (event.status >= STATUS.completed) refuse('event-status');
  const next = body.status ?? event.status;
  const allowed =
    next === event.status ||
    (event.status === STATUS.scheduled
      ? next === STATUS.active || next === STATUS.cancelled
      : next === STATUS.completed);
  if (!allowed) refuse('event-status');
  const changed: ScheduledEvent = {
    ...event,
    name: body.name ?? event.name,
    description: body.description === undefined ? event.description : body.description,
    location: body.entity_metadata?.location ?? event.location,
    startMs: body.scheduled_start_time ? Date.parse(body.scheduled_start_time) : event.startMs,
    endMs: body.scheduled_end_time ? Date.parse(body.scheduled_end_time) : event.endMs,
    status: next,
  };
  if (body.scheduled_start_time || body.scheduled_end_time) checkTimes(call, changed);
  Object.assign(event, changed);
  call.world.changed({ type: 'event-edited', event });
  return { status: 200, body: presentEvent(event) };
}

function remove(call: Call) {
  const guild = guildOf(call);
  const event = eventOf(call, guild);
  needOwnOrManage(call, guild, event);
  call.world.events.delete(event.id);
  call.world.changed({ type: 'event-deleted', event });
  return { status: 204 };
}

function needOwnOrManage(call: Call, guild: Guild, event: ScheduledEvent): void {
  if (event.creatorId !== call.world.bot.id || !has(guild.botPermissions, 'CreateEvents'))
    needInGuild(guild, 'ManageEvents');
}

function checkTimes(call: Call, event: ScheduledEvent): void {
  if (event.status === STATUS.scheduled && event.startMs <= call.world.time.now())
    refuse('event-past', ['scheduled_start_time']);
  if (event.endMs !== null && event.endMs <= event.startMs) refuse('event-order', ['scheduled_end_time']);
}
