// Everybody who may look at a race, each with what they look through: a browser with cookies, a socket that stays open, a Discord
// account. An address of its own for each, so that no limit on requests stops the walk.

import WebSocket from 'ws';
import { makeVisitor, type Visitor } from '../testing/web-visitor.ts';

export type Eye = {
  readonly name: string;
  readonly visitor: Visitor;
  readonly address: string;
  /** Sent along everywhere: the address of an overlay that is this person's own. */
  readonly key?: string;
  /** Instead of cookies. */
  readonly token?: string;
};

export type Seen = { readonly surface: string; readonly text: string };

export const makeEye = (base: string, name: string, number: number): Eye => ({
  name,
  visitor: makeVisitor(base),
  address: `10.1.${number >> 8}.${number & 255}`,
});

/** Status, headers and body: each may tell something. */
export async function look(
  { visitor, address, key, token }: Eye,
  path: string,
): Promise<Seen & { readonly status: number }> {
  const response = await visitor.get(key === undefined ? path : `${path}${path.includes('?') ? '&' : '?'}key=${key}`, {
    'x-forwarded-for': address,
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
  });
  const headers = [...response.headers].map(([name, value]) => `${name}: ${value}`).join('\n');
  const { status } = response;
  return { surface: `GET ${path}`, status, text: `${headers}\n\n${await response.text()}` };
}

/** As Prometheus reads them on the machine itself: names and labels, for a number may be a flag's by chance. */
export async function readMetrics(base: string): Promise<Seen> {
  const response = await fetch(`${base}/metrics`);
  const text = (await response.text()).replace(/ \S+$/gm, '');
  if (!text.includes('speedfog_races{status="')) throw new Error(`no metrics of races: ${response.status}`);
  return { surface: 'metrics', text };
}

export type Ear = {
  /** Everything heard since it was last asked, up to a fresh picture of now. */
  heard(): Promise<string>;
  close(): void;
};

/** `path`: with a key, the address of an overlay. Undefined: nobody is let in there. */
export function listen(base: string, path: string, { name, visitor, address, key }: Eye): Promise<Ear | undefined> {
  return new Promise((resolve) => {
    const headers = { cookie: visitor.cookieHeader(), 'x-forwarded-for': address };
    const query = key === undefined ? '' : `${path.includes('?') ? '' : '?overlay=1'}&key=${key}`;
    const socket = new WebSocket(`${base.replace('http', 'ws')}${path}${query}`, { headers });
    const messages: string[] = [];
    let wake = () => {};
    let closed = 0;
    socket.on('message', (data) => {
      const text = String(data);
      if (text.includes('"type":"ping"')) socket.send(JSON.stringify({ type: 'pong' }));
      messages.push(text);
      wake();
    });
    socket.on('error', () => resolve(undefined));
    socket.on('close', (code) => {
      closed = code;
      resolve(undefined);
      wake();
    });
    socket.on('open', () =>
      resolve({
        async heard() {
          const { length } = messages;
          socket.send(JSON.stringify({ type: 'resync' }));
          while (!messages.slice(length).some((text) => /"type":"(race_state|no_race)"/.test(text))) {
            if (closed > 0) throw new Error(`${name}'s socket was closed with ${closed}`);
            await new Promise<void>((next) => {
              wake = next;
            });
          }
          return messages.splice(0).join('\n');
        },
        close: () => socket.close(),
      }),
    );
  });
}
