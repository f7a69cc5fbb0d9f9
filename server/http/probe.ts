// Looks at an address from outside, as a visitor would: does a service like this one answer, is a port free. For commands.
import { createServer } from 'node:net';
import { z } from 'zod';

const ANSWER_WITHIN_MS = 5_000;
const Health = z.object({ ok: z.literal(true) });

/** Whether `/health` under this base is answered as this service does; the reason where it is not. */
export async function probeHealth(base: string): Promise<{ readonly ok: true } | { readonly why: string }> {
  try {
    const response = await fetch(`${base}/health`, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    const body = Health.safeParse(await response.json().catch(() => undefined));
    return response.ok && body.success ? { ok: true } : { why: `something else answers there (${response.status})` };
  } catch (error) {
    const cause = error instanceof Error && error.cause instanceof Error ? error.cause.message : undefined;
    return { why: cause ?? (error instanceof Error ? error.message : 'no answer') };
  }
}

/** Opens the port for an instant. */
export function isPortFree(port: number, host: string): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, host, () => server.close(() => resolve(true)));
  });
}
