// Files of a seed pool, which operators write or other programs made: graph.json, pools.toml and config.toml, the template of a
// player's configuration; and the environment.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'smol-toml';
import { readConfig } from '../../../server/config.ts';
import { MAX_TEMPLATE_BYTES } from '../../../server/pools/seed.ts';
import { presentBlurred, presentGraph } from '../../../server/present/graph-view.ts';
import { GRAPH_LIMITS, parseGraph } from '../../../server/race/graph.ts';
import { DEFAULT_TEMPLATE, packReadme, parseTemplate, personalToml } from '../../../server/seeds/personal.ts';
import { describePool, POOL_TEXT_LIMITS } from '../../../server/seeds/pool.ts';
import { inventGraph } from '../../demo-seeds/invent.ts';
import { hold, source, type TargetSource } from '../target.ts';

const REAL_GRAPHS = join(import.meta.dirname, '../../../../shared/graphs');
const SMALL_LAYERS = 4;

/** An invented one, and the smallest real one where they lie beside the project. */
function graphs(): readonly string[] {
  const folder = join(REAL_GRAPHS, 'sprint');
  const [real] = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.json')) : [];
  const invented = JSON.stringify(inventGraph(7, SMALL_LAYERS));
  return real === undefined ? [invented] : [invented, invented, readFileSync(join(folder, real), 'utf8')];
}

const POOLS_TOML = `[sprint]
display_name = "Sprint (~30min)"
description = "Fast race, few zones"
duration = "~30min"

[marathon]
display_name = "Marathon"
`;
const CONFIG_TOML = `[structure]
layers = 10
final_boss_candidates = ["any major boss"]
[scaling]
enabled = true
rate = 1.5
since = 1979-05-27T07:32:00Z
`;
const SERVER = { url: 'wss://races.example', modToken: 'TOKEN-OF-A-MOD', raceId: 'RACE', pack: 'f'.repeat(64) };

export const FILE_TARGETS: readonly TargetSource[] = [
  source('graph', () => ({
    samples: graphs(),
    dictionary: ['start', 'final_boss', 'nodes', 'layer', '"4.4"', '"__proto__":{},'],
    longest: 400_000,
    check(text) {
      let json: unknown;
      try {
        json = JSON.parse(text);
      } catch {
        return;
      }
      const parsed = parseGraph(json);
      if ('problems' in parsed) {
        hold(
          parsed.problems.length > 0 && parsed.problems.length <= GRAPH_LIMITS.problems + 1,
          'a no without a reason',
        );
        return;
      }
      const { graph } = parsed;
      const has = (id: string) => Object.hasOwn(graph.nodes, id);
      hold(has(graph.start), 'a start that is no node');
      hold(
        graph.edges.every((edge) => has(edge.from) && has(edge.to)),
        'an edge that leads nowhere',
      );
      hold(Object.values(graph.eventMap).every(has), 'a flag that means no node');
      hold(
        Object.values(graph.nodes).every((node) => node.layer < graph.totalLayers),
        'a node beyond the last layer',
      );
      const shown = presentGraph(graph);
      hold(shown.nodes.length === Object.keys(graph.nodes).length, 'a map that lost nodes');
      const blurred = presentBlurred(graph, 'key');
      hold(blurred.nodes.length === shown.nodes.length, 'a blurred map of another size');
    },
  })),
  source('pool-toml', () => ({
    samples: [POOLS_TOML, CONFIG_TOML],
    dictionary: [
      '[sprint]',
      '[[sprint]]',
      'display_name = ',
      '1979-05-27',
      'inf',
      'nan',
      '"""',
      "'''",
      '\\u0000',
      '.a.b',
    ],
    longest: 20_000,
    check(text) {
      const toml = tomlOf(text);
      if (toml === undefined) return;
      for (const name of ['sprint', 'marathon', '__proto__']) {
        const entry: unknown = Object.hasOwn(toml, name) ? toml[name] : undefined;
        const pool = describePool(name, entry, toml);
        hold(pool.displayName !== '' && pool.displayName.length <= POOL_TEXT_LIMITS.displayName, 'a name of no use');
        hold(pool.description.length <= POOL_TEXT_LIMITS.description, 'a description without end');
        hold(pool.settings.length <= POOL_TEXT_LIMITS.settings, 'settings without end');
        const words = [
          pool.displayName,
          pool.description,
          pool.duration ?? '',
          ...pool.settings.map((one) => one.value),
        ];
        hold(!words.some((one) => /\p{Cc}/u.test(one)), 'a control character in what people read');
      }
    },
  })),
  source('template-toml', () => ({
    samples: [
      DEFAULT_TEMPLATE,
      '[server]\nurl = ""\n[[extra]]\nwhen = 1979-05-27T07:32:00Z\nmany = [1, 2.5, { a = "b" }]\n',
    ],
    dictionary: [
      '[server]',
      '[[server]]',
      'server = 1',
      '[server.mod_token]',
      '[keybindings]',
      'toggle_ui = ',
      'inf',
      '"""',
    ],
    longest: MAX_TEMPLATE_BYTES,
    check(text) {
      const template = parseTemplate(text);
      if ('problem' in template) {
        hold(template.problem !== '' && !/\p{Cc}/u.test(template.problem), 'a problem that cannot be shown');
        return;
      }
      const made = tomlOf(personalToml(template, SERVER));
      const server = made?.server;
      hold(typeof server === 'object' && server !== null && 'mod_token' in server, 'a pack without its token');
      hold(server.mod_token === SERVER.modToken, "another token than the pack's");
      packReadme({ code: 'CDFGH', link: 'https://races.example/r/CDFGH', template });
    },
  })),
  source('environment', () => ({
    samples: [
      'PORT=3000\nPUBLIC_URL=https://races.example.com\nTRUST_PROXY=1\nDISCORD_TOKEN=a.b.c\nLOG_LEVEL=debug',
      'DATABASE_URL=postgres://u:p@host/db\nSECRET_KEY=0123456789abcdef0123456789abcdef\nTWITCH_IRC_TLS=no',
      'TWITCH_CLIENT_ID=a\nTWITCH_CLIENT_SECRET=b\nTWITCH_BOT_ACCESS_TOKEN=c\nTWITCH_BOT_REFRESH_TOKEN=d',
    ],
    longest: 4_000,
    check(text) {
      const env = Object.fromEntries(
        text.split('\n').map((line) => [line.split('=')[0] ?? '', line.slice(line.indexOf('=') + 1)]),
      );
      const read = readConfig(env);
      if ('problems' in read) return hold(read.problems.length > 0, 'a no without a reason');
      const { publicUrl, websocketUrl, port } = read.config;
      hold(URL.canParse(publicUrl) && URL.canParse(websocketUrl), 'an address that is none');
      hold(Number.isInteger(port) && port >= 0 && port < 65_536, 'a port that is none');
    },
  })),
];

function tomlOf(text: string): Record<string, unknown> | undefined {
  try {
    return parse(text);
  } catch {
    return undefined;
  }
}
