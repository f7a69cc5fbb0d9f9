// A browser without pictures for tests: keeps cookies, follows nothing by itself, and presses buttons of forms the way a
// person does: by the form that the page showed.

export type Visitor = {
  /** `path` from the root, or a whole address. Redirects are answered as they are. */
  get(path: string, headers?: Record<string, string>): Promise<Response>;
  /** Posts the form with this action out of a page; throws where the page has none. */
  press(page: string, action: string, headers?: Record<string, string>): Promise<Response>;
  post(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Response>;
  readonly cookies: Map<string, string>;
  /** As an upgrade request would carry them. */
  cookieHeader(): string;
};

export function makeVisitor(base: string): Visitor {
  const cookies = new Map<string, string>();
  const cookieHeader = () => [...cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const ask = async (path: string, init: RequestInit): Promise<Response> => {
    const headers = { cookie: cookieHeader(), ...(init.headers as Record<string, string>) };
    const response = await fetch(new URL(path, base), { ...init, headers, redirect: 'manual' });
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';');
      const at = pair.indexOf('=');
      const gone = /expires=Thu, 01 Jan 1970/i.test(line);
      if (gone) cookies.delete(pair.slice(0, at));
      else cookies.set(pair.slice(0, at), pair.slice(at + 1));
    }
    return response;
  };
  const post: Visitor['post'] = (path, fields, headers = {}) =>
    ask(path, { method: 'POST', body: new URLSearchParams(fields), headers: { origin: base, ...headers } });
  return {
    cookies,
    cookieHeader,
    get: (path, headers = {}) => ask(path, { headers }),
    post,
    async press(page, action, headers = {}) {
      const html = await (await ask(page, { headers: {} })).text();
      const form = html.split('<form').find((part) => part.includes(`action="${action}"`));
      if (form === undefined) throw new Error(`${page} has no form ${action}`);
      const fields = [...(form.split('</form>')[0]?.matchAll(/name="([^"]+)" value="([^"]*)"/g) ?? [])];
      return await post(action, Object.fromEntries(fields.map(([, name = '', value = '']) => [name, value])), headers);
    },
  };
}

/** The token that the forms of a page carry; empty where it has none. */
export const formTokenIn = (html: string): string => /name="_csrf" value="([^"]+)"/.exec(html)?.[1] ?? '';

/** Of the start page: any form of this visitor's takes it. */
export const formTokenOf = async (visitor: Visitor): Promise<string> =>
  formTokenIn(await (await visitor.get('/')).text());
