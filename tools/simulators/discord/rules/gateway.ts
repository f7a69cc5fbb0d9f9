// Rules of the gateway; the code is the one of the close frame.
import { close, type Row, SOURCE } from './row.ts';

export const GATEWAY_RULES = [
  close('gateway-opcode', 4001, 'Unknown opcode.', 'opcodes 1, 2, 3, 4, 6, 8', SOURCE.codes),
  close(
    'gateway-decode',
    4002,
    'Error while decoding payload.',
    'frames are JSON objects with op, up to 4096 bytes',
    SOURCE.codes,
  ),
  close(
    'gateway-first',
    4003,
    'Not authenticated.',
    'identify or resume comes before anything but heartbeats',
    SOURCE.codes,
  ),
  close('gateway-token', 4004, 'Authentication failed.', 'the token must be the one of this bot', SOURCE.codes),
  close('gateway-twice', 4005, 'Already authenticated.', 'one identify per connection', SOURCE.codes),
  close('gateway-version', 4012, 'Invalid API version.', 'v=10 in the address', SOURCE.codes),
  close('gateway-intents-invalid', 4013, 'Invalid intent(s).', 'intents are known bits', SOURCE.codes),
  close('gateway-intents', 4014, 'Disallowed intent(s).', 'privileged intents are off unless allowed', SOURCE.codes),
  close('gateway-seq', 4007, 'Invalid seq.', 'a resume does not name a later event than was sent', SOURCE.codes),
  close('gateway-silent', 4009, 'Session timed out.', 'a client beats within the interval', 'docs: events/gateway'),
] as const satisfies readonly Row[];
