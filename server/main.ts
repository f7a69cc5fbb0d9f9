// The one place where rooms meet: a list of parts, each made once and handed to those that need it, and the order in which they
// stop. No rule, no route, no word.

import { randomInt, randomUUID } from 'node:crypto';
import { realpathSync } from 'node:fs';
import { createServer } from 'node:http';
import { join } from 'node:path';
import type { Logger } from 'pino';
import type { DiscordBot } from '../bot/discord/bot.ts';
import type { TwitchBot } from '../bot/twitch/bot.ts';
import { answer } from './commands/answer.ts';
import type { Ask } from './commands/ask.ts';
import type { House } from './commands/command.ts';
import { complete } from './commands/complete.ts';
import type { Choice, Reply } from './commands/reply.ts';
import type { Config } from './config.ts';
import { makeHttp } from './http/app.ts';
import { closeServer } from './http/close-server.ts';
import { makeAlerts } from './later/alerts.ts';
import { type Later, makeLater, toldAtOnce } from './later/later.ts';
import { makeLive } from './live/live.ts';
import { migrateSafely } from './main/backups.ts';
import { judgeDiscordToken, judgeTwitchToken } from './main/bot-tokens.ts';
import { type Bots, discordOf, twitchOf } from './main/bots.ts';
import { main } from './main/command-line.ts';
import { follow } from './main/follow.ts';
import { lastWords } from './main/last-words.ts';
import { listen } from './main/listen.ts';
import { giveLostSeedsBack } from './main/lost-seeds.ts';
import { measuredLive, measuredNotices, measuredPacks } from './main/measured.ts';
import { makeObserved } from './main/observed.ts';
import { databaseError, makeDataFolder, openDatabase, secretOf } from './main/process.ts';
import { makeDailyPrune } from './main/prune-used.ts';
import { scanAtStart } from './main/scan-at-start.ts';
import { withAdmins } from './play/admins.ts';
import { makeMerge, makePart } from './play/make-merge.ts';
import { makeSubmit } from './play/make-submit.ts';
import { makeOverlayKeys } from './play/overlay-keys.ts';
import type { Accounts, Changes, Dice, HealthCheck, Mouth, Seeds, Time } from './play/ports/index.ts';
import { systemTime } from './play/ports/index.ts';
import { makeTokens } from './play/tokens.ts';
import { makeSeeds } from './pools/seeds.ts';
import { makeLinks } from './present/links.ts';
import { MOD_LATEST } from './present/wire/codes.ts';
import type { RaceId } from './race/ids.ts';
import type { Race } from './race/race.ts';
import { makeSockets, type Sockets } from './socket/sockets.ts';
import { keepTheHouse } from './store/house.ts';
import { openStore, type Store } from './store/store.ts';
import { makePacks } from './zip/packs.ts';

export type Service = {
  /** Where it listens: scheme, host, port. */
  readonly url: string;
  readonly answer: (ask: Ask) => Promise<Reply>;
  readonly complete: (ask: Ask, argument: string, typed: string) => Promise<readonly Choice[]>;
  readonly accounts: Accounts;
  readonly seeds: Seeds;
  readonly race: (id: RaceId) => Promise<Race | undefined>;
  readonly changes: Changes;
  readonly discord: DiscordBot | null;
  readonly twitch: TwitchBot | null;
  /** Clients are told to reconnect, what is under way is committed, pulses are written. */
  stop(): Promise<void>;
};

export type Surroundings = {
  readonly logger: Logger;
  /** Sentences for the person at the terminal. */
  readonly say: (line: string) => void;
  readonly time?: Time;
  readonly dice?: Dice;
  /** Demos and tests lose their data with the power. */
  readonly durable?: boolean;
  /** Simulators stand in for the platforms. */
  readonly simulated?: boolean;
  /** Mouths beside those of the platforms: a terminal. */
  readonly mouths?: readonly Mouth[];
  /** What stands between the rules and the store: for tests of crashes in between. */
  readonly between?: (store: Store) => Store;
};

type Closing = (() => Promise<unknown>)[];

export const chance: Dice = { roll: (sides) => randomInt(sides), uuid: () => randomUUID() };

/** Throws a sentence where something that it cannot do without is missing. */
export async function startService(config: Config, around: Surroundings): Promise<Service> {
  const { logger, say, time = systemTime, dice = chance, between = (store: Store) => store } = around;
  const closing: Closing = [];
  const stop = async () => {
    for (const close of closing.splice(0).toReversed()) {
      await close().catch((error: unknown) => logger.error({ err: error }, 'could not stop cleanly'));
    }
  };
  try {
    await makeDataFolder(config);
    const secretKey = await secretOf(config, say);
    const database = await openDatabase(config, around);
    closing.push(() => database.stop());
    const { url: databaseUrl } = database;
    const waiting = () => say('Another process serves this database. Waiting for it to stop ...');
    const house = await keepTheHouse(databaseUrl, waiting, {
      onLost: (error) => logger.error({ err: error }, 'the database is away: its lock was lost'),
      onBack: () => logger.info('the database is back: its lock is held again'),
      onTaken: () => {
        logger.fatal('another process took over the database: this one ends');
        process.kill(process.pid, 'SIGTERM');
      },
    }).catch((error: unknown) => {
      throw databaseError(config, error);
    });
    closing.push(() => house.release());
    await migrateSafely({ config, url: databaseUrl, secretKey, now: time.now(), say });
    const opened = await openStore({ url: databaseUrl, log: logger, secretKey, time });
    closing.push(() => opened.close());
    const store = between({ ...opened, accounts: withAdmins(opened.accounts, config.admins) });

    const seeds = makeSeeds({ dir: config.seedsDir, rows: store.seedRows });
    const lostSeeds = await giveLostSeedsBack({ rows: store.seedRows, time, logger });
    closing.push(() => lostSeeds.stop());
    await scanAtStart(seeds, config.seedsDir, around);
    const judges: (() => HealthCheck)[] = [];
    const observed = makeObserved({ config, store, seeds, tokens: () => judges.map((judge) => judge()), time });
    const links = makeLinks(config.publicUrl);
    const tokens = makeTokens(secretKey);
    const packs = makePacks({
      cacheDir: join(config.dataDir, 'packs'),
      url: config.websocketUrl,
      linkOf: links.short as (code: string) => string,
      sourceOf: (seed) => seeds.source(seed),
    });

    const submitter = makeSubmit({
      log: store.log,
      seeds,
      liveness: (race) => live.liveness(race),
      publish: (change) => live.publish(change),
      time,
    });
    const { submit, load } = submitter;
    const live = measuredLive(
      makeLive({ load, history: store.log, graph: seeds.graph, pulses: store.pulses, time, log: logger }),
      observed.metrics,
    );
    live.subscribe(observed.changed);
    closing.push(() => live.stop());
    closing.push(() => submitter.idle());
    const watched = [...(await store.log.unfinished()), ...(await store.log.heldBack(time.now()))];
    for (const race of watched) await live.open(race);

    const mouths: Mouth[] = [...(around.mouths ?? [])];
    const overlayKeys = makeOverlayKeys({
      secretKey,
      keepsakes: store.keepsakes,
      time,
      onRenewed: (user) => sockets?.closeKeyed(user),
    });
    const commands: House = {
      heard: observed.heard,
      submit,
      merge: makeMerge({
        submitter,
        log: store.log,
        accounts: store.accounts,
        publish: live.publish,
        onMerged: (from, into) => {
          sockets?.closeUser(from);
          sockets?.closeUser(into);
        },
      }),
      part: makePart({ ...store, submitter, overlayKeys, onParted: (user) => sockets?.closeUser(user) }),
      twitchLogin: !('off' in config.twitchLogin),
      createRace: submitter.create,
      load,
      log: store.log,
      accounts: store.accounts,
      seeds,
      packs,
      tokens,
      tickets: store.tickets,
      notices: toldAtOnce(store.notices, () => later?.poke()),
      keepsakes: store.keepsakes,
      overlayKeys,
      views: live,
      time,
      dice,
      links,
      mouths,
    };
    const ask = (said: Ask) => answer(said, commands);
    const completeArgument = (said: Ask, argument: string, typed: string) => complete(said, argument, typed, commands);

    let sockets: Sockets | undefined;
    const http = makeHttp({
      config: {
        publicUrl: config.publicUrl,
        secretKey,
        trustProxy: config.trustProxy,
        twitch: 'off' in config.twitchLogin ? null : config.twitchLogin,
        metricsToken: config.metricsToken,
        modLatest: MOD_LATEST,
      },
      submit,
      load,
      log: store.log,
      views: live,
      accounts: store.accounts,
      apiTokens: store.apiTokens,
      packs: measuredPacks(packs, observed.metrics),
      tokens,
      time,
      health: observed.health,
      metrics: observed.page,
      logger,
      onLogout: (session) => sockets?.closeSession(session),
      onAdmin: (user) => sockets?.closeUser(user),
      house: commands,
      describePools: seeds.describe,
    });
    const server = createServer(http.app.callback());
    sockets = makeSockets({
      server,
      live,
      submit,
      load,
      tokens,
      races: store.log,
      viewerOf: http.viewers.viewerOf,
      sessionOf: http.viewers.sessionOf,
      time,
      onDrop: (why) => observed.metrics.drops.inc({ why }),
      log: logger,
      config,
    });
    closing.push(async () => {
      await sockets?.close();
      await closeServer(server, time);
    });

    let later: Later | undefined;
    const bots: Bots = {
      ...{ ...around, ask, complete: completeArgument, store, time },
      hurry: (channel) => later?.hurry(channel),
      shutOut: (channel) => void later?.shutOut(channel),
    };
    const discord = await discordOf(config, bots);
    const twitch = await twitchOf(config, bots);
    if (discord !== null) {
      mouths.push(discord.mouth);
      judges.push(() => judgeDiscordToken(discord.state()));
    }
    if (twitch !== null) {
      mouths.push(twitch.mouth);
      judges.push(() => judgeTwitchToken(twitch.state()));
    }
    const notices = measuredNotices(store.notices, observed.metrics);
    later = makeLater({ ...commands, log: store.log, notices, changes: live, logger });
    later.start();
    const { accounts, keepsakes } = store;
    const alerts = makeAlerts({ health: observed.health, accounts, keepsakes, mouths, time, logger });
    alerts.start();
    closing.push(() => alerts.stop());
    const cleaning = makeDailyPrune(config, {
      databaseUrl,
      rows: store.seedRows,
      sweepPacks: packs.sweep,
      time,
      logger,
    });
    cleaning.start();
    closing.push(() => cleaning.stop());
    closing.push(async () => {
      const quiet = later?.stop();
      await lastWords(time, quiet);
      await Promise.all([discord?.stop(), twitch?.stop()]);
      await quiet;
    });
    follow(live, { twitch, seeds, logger });

    const url = await listen(server, config);
    return {
      url,
      answer: ask,
      complete: completeArgument,
      accounts: store.accounts,
      seeds,
      race: async (id) => (await load(id))?.race,
      changes: live,
      discord,
      twitch,
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

if (process.argv[1] !== undefined && import.meta.filename === realpathSync(process.argv[1])) void main(process.argv);
