// The two files that differ from player to player: speedfog_race.toml, made from the seed's template, and README.txt.
// Both depend on their arguments alone, so that the same participant gets the same bytes.
// Deliberately absent: tokens (given), zip, the seed's number (a spoiler).
import { parse, stringify, type TomlTable } from 'smol-toml';

export type Template = { readonly toml: TomlTable };

/** What the mod must know (original design, section 6; PROTOCOL.md adds `pack`). `url` is the socket base. */
export type PersonalServer = {
  readonly url: string;
  readonly modToken: string;
  readonly raceId: string;
  readonly pack: string;
};

/** For a seed that brings no template: the design's own. */
export const DEFAULT_TEMPLATE = `[server]
url = ""
mod_token = ""
race_id = ""

[overlay]
show_exits = true
font_size = 16

[keybindings]
toggle_ui = "f9"
toggle_exits = "f11"
toggle_ready = "f8"
`;

/** Reads a seed's speedfog_race.toml; comments are not kept. */
export const parseTemplate = (text: string): Template | { readonly problem: string } => {
  try {
    const toml = parse(text);
    const { server } = toml;
    if (server !== undefined && !isTable(server)) return { problem: 'server: must be a table' };
    return { toml };
  } catch (error) {
    return { problem: `is not TOML: ${error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'unreadable'}` };
  }
};

/** The template with `[server]` filled in; its other tables stay. */
export const personalToml = (template: Template, server: PersonalServer): string => {
  const old = template.toml.server;
  const { server: _, ...rest } = template.toml;
  const filled = {
    ...(isTable(old) ? old : {}),
    url: server.url,
    mod_token: server.modToken,
    race_id: server.raceId,
    pack: server.pack,
  };
  return `# Yours alone: whoever has this file can play as you. Never show it on stream.\n${stringify({ server: filled, ...rest })}`;
};

const isTable = (value: unknown): value is TomlTable =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Date);

const KEYS = [
  ['toggle_ui', 'f9', 'show or hide the overlay'],
  ['toggle_exits', 'f11', 'show or hide the exits'],
  ['toggle_ready', 'f8', 'take "ready" back, and say it again'],
] as const;

/** README.txt for somebody who has never done this; `link` is the race's short address. Windows line ends. */
export const packReadme = (about: { code: string; link: string; template: Template }): string => {
  const bound = isTable(about.template.toml.keybindings) ? about.template.toml.keybindings : {};
  const keys = KEYS.map(([name, usual, meaning]) => {
    const key = bound[name];
    return `  ${(typeof key === 'string' ? key : usual).toUpperCase().padEnd(4)} ${meaning}`;
  });
  return README_TEXT.replaceAll('{code}', about.code)
    .replaceAll('{link}', about.link)
    .replace('{keys}', () => keys.join('\n'))
    .replaceAll('\n', '\r\n');
};

const README_TEXT = `SPEEDFOG RACING - your pack for race {code}
{link}

This pack is yours alone: never show it, speedfog_race.toml or its address on
stream. Did it leak? Ask for a new one: /pack in Discord with "new", or
{link}


START
  1. Unzip everything to a folder of its own (not inside the game's folder, not
     from within the zip).
  2. Close Elden Ring. Start Steam.
  3. Start launch_speedfog.bat. It starts the game with this seed and without
     touching your installation or your usual saves.
  4. The overlay shows the race and says "Ready". Stay in the main menu.
  5. When the countdown says GO, start a new character. Your in-game time
     counts from there, so nobody loses by a slow loading screen.

WINDOWS SAYS NO?
  - "Unblock": before unzipping, right-click the zip, Properties, tick
    "Unblock", OK. Windows marks downloads, and marked DLLs do not load.
  - Antivirus: a mod loads a DLL into the game, which some antivirus programs
    take for an attack. If launch_speedfog.bat or a DLL vanishes, restore it
    and add this folder as an exception.

OFFLINE, WITHOUT EASY ANTI-CHEAT
  The launcher starts the game offline and without Easy Anti-Cheat. You cannot
  be invaded, see messages or be banned for it. Never start a modded game
  online. The mod itself talks to the race server only.

STEAM DECK AND LINUX
  Unzip in desktop mode, add launch_speedfog.bat to Steam as a non-Steam game,
  force the same Proton version as Elden Ring's, and start it from there. No
  overlay? The race still counts: follow it at
  {link}

KEYS (change them in speedfog_race.toml)
{keys}

CRASHED?
  Start it again and load the same character. Your time goes on from the save,
  and whatever the mod had not sent yet goes out then. Do not start a new
  character, and do not use the pack on two computers at once.

SOMETHING IS WRONG?
  The log is speedfog_race.log, beside speedfog_race.toml. Send it to the
  organizer; it never contains your token.
`;
