// Answers to questions may be shown to everybody; whatever concerns one person is theirs alone.

import type { Reply } from '../../commands/reply.ts';

export function isPrivate(reply: Reply): boolean {
  switch (reply.kind) {
    case 'leaderboard':
    case 'progress':
    case 'status':
    case 'races':
    case 'pools':
    case 'help':
    case 'overlay':
      return false;
    case 'check':
    case 'review':
    case 'seeds':
    case 'seed_discarded':
    case 'web':
    case 'refused':
    case 'confirm':
    case 'created':
    case 'opened':
    case 'released':
    case 'countdown':
    case 'stopped':
    case 'done':
    case 'cancelled':
    case 'ended':
    case 'home':
    case 'joined':
    case 'waiting':
    case 'asked':
    case 'left':
    case 'pack':
    case 'unready':
    case 'forfeited':
    case 'setup':
      return true;
  }
}
