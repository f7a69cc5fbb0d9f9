// Where one types on Discord: plain text, or a slash command with lists of commands, options and values above the line. Arrows and Tab
// or Enter choose, Enter sends. What a line means is command-line.ts's business.

import type { Choice } from '../../simulators/discord/world.ts';
import {
  type Line,
  missingOf,
  type Names,
  type Next,
  nextOf,
  type Picked,
  readLine,
  valuesOf,
} from '../command-line.ts';
import type { Offered, OptionValues } from '../wire.ts';
import { h } from './dom.ts';

const ASK_AFTER_MS = 120;
const LISTED = 12;

export type ComposerNeeds = {
  readonly commands: () => readonly Offered[];
  readonly names: () => Names;
  readonly complete: (
    command: string,
    option: string,
    typed: string,
    others: OptionValues,
  ) => Promise<readonly Choice[] | string>;
  readonly slash: (command: string, values: OptionValues) => Promise<string | undefined>;
  readonly say: (text: string) => Promise<string | undefined>;
  readonly problem: (text: string) => void;
};

export type Composer = {
  readonly element: HTMLElement;
  /** Puts a line there as if typed. */
  write(text: string): void;
  /** Sends what is there, as Enter does when nothing is left to choose. */
  send(): Promise<void>;
  placeholder(text: string): void;
  clear(): void;
};

/** `accept` gives the new line. */
type Entry = { readonly label: string; readonly hint: string; readonly mark?: string; readonly accept: () => void };

export function makeComposer(needs: ComposerNeeds): Composer {
  const input = h('input', {
    id: 'composer',
    autocomplete: 'off',
    spellcheck: 'false',
    role: 'combobox',
    'aria-expanded': 'false',
    'aria-controls': 'offers',
    'aria-label': 'Message or slash command',
  });
  const list = h('div', { id: 'offers', role: 'listbox', hidden: true });
  const element = h('div', { class: 'composer' }, list, input);
  let picked: Picked = {};
  let entries: readonly Entry[] = [];
  let chosen = 0;
  let asked = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const read = (): Line => readLine(input.value, needs.commands());

  const put = (text: string) => {
    input.value = text;
    input.setSelectionRange(text.length, text.length);
    input.scrollLeft = input.scrollWidth;
    refresh();
  };
  const withOption = (name: string, begun = '') => {
    const kept = input.value.trimEnd();
    put(`${kept.slice(0, kept.length - begun.length).trimEnd()} ${name}:`);
  };
  const withValue = (from: number, name: string, choice: Choice) => {
    picked = { ...picked, [name]: choice };
    put(`${input.value.slice(0, from)}${choice.name} `);
  };

  const draw = (title: string, given: readonly Entry[], note = '') => {
    entries = given.slice(0, LISTED);
    chosen = Math.min(chosen, Math.max(0, entries.length - 1));
    list.replaceChildren(h('div', { class: 'offers-title' }, title));
    entries.forEach((entry, index) => {
      const row = h(
        'div',
        { class: 'offer', role: 'option', 'aria-selected': String(index === chosen) },
        h('span', { class: 'offer-label' }, entry.label),
        h('span', { class: 'offer-hint' }, entry.hint),
        entry.mark !== undefined && h('span', { class: 'offer-mark' }, entry.mark),
      );
      row.addEventListener('mousedown', (event) => {
        event.preventDefault();
        entry.accept();
      });
      list.append(row);
    });
    if (note !== '') list.append(h('div', { class: 'offers-note' }, note));
    const isOpen = document.activeElement === input && (entries.length > 0 || note !== '');
    list.hidden = !isOpen;
    input.setAttribute('aria-expanded', String(isOpen));
  };

  const optionEntries = (options: Extract<Next, { what: 'options' }>['options'], begun = ''): Entry[] =>
    options.map(({ name, description, required }) => ({
      label: name,
      hint: description,
      ...(required ? { mark: 'required' } : {}),
      accept: () => withOption(name, begun),
    }));
  const choiceEntries = (choices: readonly Choice[], from: number, option: string): Entry[] =>
    choices.map((choice) => ({
      label: choice.name,
      hint: String(choice.value) === choice.name || /^\d{17,}$/.test(String(choice.value)) ? '' : String(choice.value),
      accept: () => withValue(from, option, choice),
    }));

  const refresh = () => {
    clearTimeout(timer);
    asked += 1;
    const line = read();
    const next = nextOf(line, needs.names(), picked);
    switch (next.what) {
      case 'nothing':
        return draw('', []);
      case 'commands':
        return draw(
          next.commands.length === 0 ? 'No such command' : 'Commands',
          next.commands.map(({ path, description }) => ({
            label: `/${path}`,
            hint: description,
            accept: () => choose(path),
          })),
        );
      case 'options': {
        const path = line.kind === 'command' ? `/${line.command.path}` : '';
        return draw(
          `${path} · options`,
          optionEntries(next.options, next.typed),
          next.options.length === 0 ? 'Enter sends it.' : '',
        );
      }
      case 'free':
        return draw(
          `${next.given.option.name} · ${next.given.option.description}`,
          optionEntries(next.others),
          'Enter sends it; Tab adds an option.',
        );
      case 'values':
        if (next.choices !== null)
          return draw(
            `${next.given.option.name} · ${next.given.option.description}`,
            choiceEntries(next.choices, next.given.from, next.given.option.name),
          );
        return askLater(line, next);
    }
  };

  const askLater = (line: Line, { given }: Extract<Next, { what: 'values' }>) => {
    if (line.kind !== 'command') return;
    const mine = asked;
    const title = `${given.option.name} · ${given.option.description}`;
    if (entries.length === 0) draw(title, [], 'Loading …');
    const others = valuesOf({ ...line, given: line.given.filter((each) => each !== given) }, needs.names(), picked);
    timer = setTimeout(() => {
      const ask = needs.complete(
        line.command.path,
        given.option.name,
        given.typed.trim(),
        'values' in others ? others.values : {},
      );
      void ask.then((choices) => {
        if (mine !== asked) return;
        if (typeof choices === 'string') draw(title, [], choices);
        else
          draw(
            title,
            choiceEntries(choices, given.from, given.option.name),
            choices.length === 0 ? 'Nothing fits.' : '',
          );
      });
    }, ASK_AFTER_MS);
  };

  /** As the app does: the first required option stands there at once. */
  const choose = (path: string) => {
    picked = {};
    chosen = 0;
    const command = needs.commands().find((each) => each.path === path);
    const first = command?.options.find(({ required }) => required);
    put(first === undefined ? `/${path} ` : `/${path} ${first.name}:`);
  };

  const clear = () => {
    picked = {};
    chosen = 0;
    put('');
  };

  const send = async () => {
    const text = input.value.trim();
    if (text === '') return;
    const line = read();
    if (line.kind === 'choosing') return needs.problem(`There is no such command here: ${text}`);
    if (line.kind === 'text') {
      clear();
      report(await needs.say(text));
      return;
    }
    const missing = missingOf(line);
    if (missing !== undefined) return needs.problem(`${missing.name} is required: ${missing.description}`);
    const told = valuesOf(line, needs.names(), picked);
    if ('problem' in told) return needs.problem(told.problem);
    clear();
    report(await needs.slash(line.command.path, told.values));
  };
  const report = (problem: string | undefined) => {
    if (problem !== undefined) needs.problem(problem);
  };

  /** Enter chooses while something has to be chosen, and sends otherwise. */
  const onEnter = () => {
    const line = read();
    const next = nextOf(line, needs.names(), picked);
    const entry = entries[chosen];
    const typedOut = next.what === 'values' && entries.some(({ label }) => label === next.given.typed.trim());
    const asksNothing = next.what === 'values' && next.given.typed.trim() === '' && !next.given.option.required;
    if (entry !== undefined && (next.what === 'commands' || (next.what === 'values' && !typedOut && !asksNothing)))
      return entry.accept();
    const missing = line.kind === 'command' ? missingOf(line) : undefined;
    if (missing !== undefined && next.what === 'options') return withOption(missing.name, next.typed);
    void send();
  };

  input.addEventListener('input', () => {
    chosen = 0;
    refresh();
  });
  input.addEventListener('focus', refresh);
  input.addEventListener('blur', () => {
    list.hidden = true;
    input.setAttribute('aria-expanded', 'false');
  });
  input.addEventListener('keydown', (event) => {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step !== 0 && entries.length > 0) {
      event.preventDefault();
      chosen = (chosen + step + entries.length) % entries.length;
      list.querySelectorAll('.offer').forEach((row, index) => {
        row.setAttribute('aria-selected', String(index === chosen));
        if (index === chosen) row.scrollIntoView({ block: 'nearest' });
      });
    } else if (event.key === 'Tab' && !event.shiftKey && entries[chosen] !== undefined && !list.hidden) {
      event.preventDefault();
      entries[chosen]?.accept();
    } else if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault();
      onEnter();
    } else if (event.key === 'Escape') list.hidden = true;
  });

  return {
    element,
    write: (text) => {
      picked = {};
      put(text);
    },
    send,
    clear,
    placeholder: (text) => input.setAttribute('placeholder', text),
  };
}
