// What happens at a time or after a fact: deadlines, notices to platforms, live cards. Everything here may be lost and started
// again at any instant: what is to be done is in the database, and doing it twice changes nothing.

import type { Notices } from '../play/ports/index.ts';
import { type CardPorts, makeCards } from './cards.ts';
import { type DeadlinePorts, makeDeadlines } from './deadlines.ts';
import { type LostPorts, makeLost } from './lost.ts';
import { type ShutOutPorts, tellOfShutOut } from './refusals.ts';
import { makeSending, type SendingPorts } from './sending.ts';

export type LaterPorts = DeadlinePorts &
  Omit<SendingPorts, 'onCard'> &
  Omit<CardPorts, 'onNewCard'> & {
    readonly log: DeadlinePorts['log'] & CardPorts['log'] & LostPorts['log'] & ShutOutPorts['log'];
  };

export type Later = {
  /** Picks up every unfinished race and whatever was left unsaid. */
  start(): void;
  /** Something new may be waiting that no fact brought. */
  poke(): void;
  /** A platform is up again: what waits for it is tried at once. `channel`: only a Twitch channel is. */
  hurry(channel?: string): void;
  /** A Twitch channel takes nothing that the bot says: the organizers of its races are told. Never rejects. */
  shutOut(channel: string): Promise<void>;
  stop(): Promise<void>;
};

/** For commands: what they add without a fact is sent now, not with the next fact of some race. */
export const toldAtOnce = (notices: Notices, poke: () => void): Notices => ({
  ...notices,
  async add(race, seq, draft) {
    await notices.add(race, seq, draft);
    poke();
  },
});

export function makeLater(ports: LaterPorts): Later {
  const deadlines = makeDeadlines(ports);
  const cards = makeCards({ ...ports, onNewCard: () => sending.poke() });
  const lost = makeLost(ports);
  const sending = makeSending({ ...ports, onCard: (notice) => cards.sent(notice) });
  return {
    start() {
      deadlines.start();
      sending.start();
      cards.start();
      lost.start();
    },
    poke: () => sending.poke(),
    hurry: (channel) => sending.hurry(channel),
    async shutOut(channel) {
      try {
        await tellOfShutOut(channel, ports);
        sending.poke();
      } catch (fault) {
        // It is told with the next thing that has to be said there.
        ports.logger.warn(
          { err: fault, channel },
          'the organizers could not be told of a channel that shuts the bot out',
        );
      }
    },
    async stop() {
      deadlines.stop();
      lost.stop();
      await Promise.all([sending.stop(), cards.stop()]);
    },
  };
}
