// The two pages that a person sees on the identity service: "Log in as ..." and the device page. Plain forms without script.
// Deliberately absent: any decision, any look of Twitch.
import type { AuthorizeRequest } from './authorize.ts';
import type { User } from './world.ts';

/** One button per user and one to refuse; posts `user` (a login), or `deny`, to the address it was shown at. */
export function authorizePage(request: AuthorizeRequest, users: readonly User[]): string {
  const { application, scopes } = request;
  const wishes = scopes.length > 0 ? scopes.join(', ') : 'nothing but who you are';
  return page(
    'Log in with Twitch (simulated)',
    `<p>The application <b>${escapeHtml(application.clientId)}</b> asks for: ${escapeHtml(wishes)}.</p>
<form method="post">${users.map(userButton).join('\n')}
<button name="deny" value="1">Deny</button></form>`,
  );
}

/** Asks for the code shown on the device; posts `user_code` and `user`. */
export function devicePage(userCode: string, users: readonly User[], outcome: string | null): string {
  return page(
    'Activate a device (simulated)',
    `${outcome === null ? '' : `<p role="status">${escapeHtml(outcome)}</p>`}
<form method="post"><label>Code <input name="user_code" value="${escapeHtml(userCode)}"></label>
${users.map(userButton).join('\n')}</form>`,
  );
}

function userButton(user: User): string {
  return `<button name="user" value="${escapeHtml(user.login)}">Log in as ${escapeHtml(user.displayName)}</button>`;
}

function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><meta charset="utf-8"><title>${title}</title>
<style>body{font:16px sans-serif;max-width:32em;margin:2em auto}button{display:block;margin:.5em 0;padding:.5em 1em}</style>
<h1>${title}</h1>${body}</html>`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
