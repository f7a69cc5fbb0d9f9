// The line to the stage's server: pictures come, wishes go, each wish gets its answer. Connects again by itself.

import type { Answer, FromPage, ToPage, View, Wish } from '../wire.ts';

const RETRY_MS = 1_000;

export type Link = {
  /** Answers with a problem where the line is down. */
  wish(wish: Wish): Promise<Answer>;
};

export function openLink(show: (view: View) => void, onLost: () => void, onOpen: () => void): Link {
  const waiting = new Map<number, (answer: Answer) => void>();
  let socket: WebSocket;
  let last = 0;
  const connect = () => {
    socket = new WebSocket(`ws://${location.host}/stage`);
    socket.addEventListener('open', onOpen);
    socket.addEventListener('message', ({ data }) => {
      const said = JSON.parse(String(data)) as ToPage;
      if ('view' in said) show(said.view);
      else {
        waiting.get(said.id)?.(said.answer);
        waiting.delete(said.id);
      }
    });
    socket.addEventListener('close', () => {
      for (const answer of waiting.values()) answer({ problem: 'The stage is not there.' });
      waiting.clear();
      onLost();
      setTimeout(connect, RETRY_MS);
    });
  };
  connect();
  return {
    wish: (wish) =>
      new Promise((resolve) => {
        if (socket.readyState !== WebSocket.OPEN) return resolve({ problem: 'The stage is not there.' });
        last += 1;
        waiting.set(last, resolve);
        socket.send(JSON.stringify({ id: last, wish } satisfies FromPage));
      }),
  };
}
