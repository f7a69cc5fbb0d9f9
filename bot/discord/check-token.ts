// Whether Discord knows the bot's token, asked once and without a connection. For looking, not for serving.
import { z } from 'zod';

const ANSWER_WITHIN_MS = 10_000;
const API_VERSION = 10;
const Me = z.object({ username: z.string() });

/** `refused`: Discord does not know the token. `date`: its clock, as in the answer. Rejects with a sentence when it is away. */
export async function checkToken(
  token: string,
  apiBase: string,
): Promise<({ readonly name: string } | { readonly refused: true }) & { readonly date: string | null }> {
  const url = `${apiBase}/v${API_VERSION}/users/@me`;
  let response: Response;
  try {
    response = await fetch(url, {
      headers: { authorization: `Bot ${token}` },
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
    });
  } catch (error) {
    const why = error instanceof Error && error.cause instanceof Error ? error.cause.message : 'no answer';
    throw new Error(`Discord cannot be reached at ${new URL(url).host} (${why}).`);
  }
  const date = response.headers.get('date');
  if (response.status === 401) return { refused: true, date };
  const me = Me.safeParse(await response.json().catch(() => undefined));
  if (!response.ok || !me.success)
    throw new Error(`Discord answered ${response.status} and did not say who the bot is.`);
  return { name: me.data.username, date };
}
