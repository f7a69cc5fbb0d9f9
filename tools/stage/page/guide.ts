// The strips beside the panes: play a race, what happens, what to type ("do it for me"); the races with addresses to open, and the
// runners.

import type { Caption, RaceShown, RunnerShown, Suggestion, View } from '../wire.ts';
import { button, h, keyed, outLink } from './dom.ts';
import type { Stage } from './main.ts';

export type GuideActs = {
  /** Goes there as that person, writes it and sends it. */
  readonly perform: (suggestion: Suggestion) => void;
};

export type Guide = {
  draw(view: View): void;
  /** At the speed that is chosen. */
  addRunners(count: number): Promise<void>;
};

export function makeGuide(
  { guide, crew }: { guide: HTMLElement; crew: HTMLElement },
  stage: Stage,
  acts: GuideActs,
): Guide {
  const speed = h('select', { id: 'speed', 'aria-label': 'How fast runners race' });
  const tell = async (given: Parameters<Stage['wish']>[0]) => {
    const { problem } = await stage.wish(given);
    if (problem !== undefined) stage.toast(problem);
  };
  const play = button('▶ Play a race', () => void tell({ do: 'play', speed: Number(speed.value) }), {
    id: 'play',
    class: 'big',
  });
  const stop = button('Stop', () => void tell({ do: 'stop' }), { id: 'stop', class: 'small', hidden: true });
  const about = h(
    'p',
    { class: 'quiet' },
    '12 players from Discord and Twitch, from the first command to the final table. Watch, or take over at any time.',
  );
  const captions = h('ol', { class: 'captions', id: 'captions', 'aria-live': 'polite' });
  const suggestions = h('ul', { class: 'suggestions', id: 'suggestions' });
  const count = h('input', {
    type: 'number',
    min: '0',
    max: '30',
    value: '6',
    'aria-label': 'How many runners',
    id: 'count',
  });
  const addRunners = (runners: number) => tell({ do: 'runners', count: runners, speed: Number(speed.value) });
  const add = button('Add runners', () => void addRunners(Number(count.value)), { id: 'add', class: 'small' });
  const runners = h('div', { class: 'runners', id: 'runners' });
  const links = h('div', { class: 'links', id: 'links' });
  const restart = button('Restart the service', () => void tell({ do: 'restart' }), { id: 'restart', class: 'small' });

  guide.append(
    h('div', { class: 'card play' }, play, stop, h('label', { class: 'quiet' }, 'Speed ', speed), about, captions),
    h('div', { class: 'card' }, h('h2', {}, 'What to type'), suggestions),
    h(
      'div',
      { class: 'card' },
      h('h2', {}, 'What may go wrong'),
      h(
        'p',
        { class: 'quiet' },
        'Untick "takes DMs" for somebody before they join; cut a runner’s network with ✂, crash its game with ✖; or:',
      ),
      restart,
    ),
  );
  crew.append(
    h('h2', {}, 'Races'),
    links,
    h('h2', {}, 'Runners'),
    h('div', { class: 'row' }, count, add),
    h(
      'p',
      { class: 'quiet' },
      'They join the newest race as people do, download their own zip and play with the token in it. Whoever has joined by hand gets a runner too.',
    ),
    runners,
  );

  const drawCaptions = keyed<Caption & { last: boolean }>(captions, ({ id }) => String(id), drawCaption);
  const drawSuggestions = keyed<Suggestion>(
    suggestions,
    ({ title }) => title,
    (each) => drawSuggestion(each, acts),
  );
  const cut = ({ name, code }: RunnerShown) => void tell({ do: 'cut', name, code });
  const crash = ({ name, code }: RunnerShown) => void tell({ do: 'crash', name, code });
  const drawRunners = keyed<RunnerShown>(
    runners,
    ({ name, code }) => `${code} ${name}`,
    (each) => drawRunner(each, { cut, crash }),
  );
  const drawLinks = keyed<RaceShown>(links, ({ id }) => id, drawRace);

  let told = 0;
  const draw = (view: View) => {
    if (speed.options.length === 0) {
      speed.replaceChildren(...view.speeds.map((each) => h('option', { value: String(each.speed) }, each.label)));
      speed.value = String(view.speed);
    }
    play.disabled = view.playing;
    play.textContent = view.playing ? 'Playing …' : '▶ Play a race';
    stop.hidden = !view.playing;
    about.hidden = view.captions.length > 0;
    const length = view.captions.length;
    drawCaptions(view.captions.map((caption, index) => ({ ...caption, last: index === length - 1 })));
    if (length !== told) captions.scrollTop = captions.scrollHeight;
    told = length;
    drawSuggestions(view.suggestions);
    drawRunners(view.runners);
    drawLinks(view.races);
  };
  return { draw, addRunners };
}

function drawCaption({ text, kind, last }: Caption & { last: boolean }): HTMLElement {
  return h('li', { class: `caption ${kind}${last ? ' last' : ''}` }, text);
}

function drawSuggestion(suggestion: Suggestion, acts: GuideActs): HTMLElement {
  const { title, who, text } = suggestion;
  return h(
    'li',
    {},
    h('div', {}, title, h('span', { class: 'quiet' }, ` · ${who}`)),
    button('do it for me', () => acts.perform(suggestion), { class: 'small', 'data-text': text }),
    h('code', {}, text),
  );
}

type Troubles = { readonly cut: (runner: RunnerShown) => void; readonly crash: (runner: RunnerShown) => void };

function drawRunner(runner: RunnerShown, { cut, crash }: Troubles): HTMLElement {
  const bar = h('span', { class: 'bar' });
  const fill = h('span', { class: 'fill' });
  fill.style.width = `${Math.round(runner.done * 100)}%`;
  bar.append(fill);
  return h(
    'div',
    { class: `runner ${runner.state.replace(' ', '-')}`, title: runner.word },
    h('span', { class: 'runner-name' }, runner.name),
    h('span', { class: 'quiet' }, runner.from === 'Twitch' ? 'ttv' : ''),
    bar,
    h('span', { class: 'state' }, runner.state),
    button('✂', () => cut(runner), {
      class: 'plain',
      title: 'Cut the network for 10 s',
      'aria-label': `Cut the network of ${runner.name}`,
    }),
    button('✖', () => crash(runner), {
      class: 'plain',
      title: 'Crash the game; it is started again after 15 s',
      'aria-label': `Crash the game of ${runner.name}`,
    }),
  );
}

function drawRace({ code, name, status, players, page, map, board }: RaceShown): HTMLElement {
  return h(
    'div',
    { class: 'race' },
    h(
      'div',
      {},
      h('b', {}, code),
      ` ${name} `,
      h('span', { class: `pill ${status}` }, status),
      h('span', { class: 'quiet' }, ` ${players}`),
    ),
    h(
      'div',
      { class: 'row' },
      outLink(page, 'Page'),
      h('span', { class: 'quiet' }, 'for OBS:'),
      outLink(map, 'Map'),
      outLink(board, 'Leaderboard'),
    ),
  );
}
