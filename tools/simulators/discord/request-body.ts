// Reading a request: JSON, or multipart/form-data with `payload_json` and files. What does not parse is refused as on the platform.
import type { IncomingMessage } from 'node:http';
import type { Upload } from './messages.ts';
import { refuse } from './refusal.ts';

/** The platform's own limit is per file and plan; this one only keeps a test from filling the memory. */
const BODY_BYTES = 30 * 1024 * 1024;

export async function readRaw(request: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of request) {
    const bytes = Buffer.from(piece);
    size += bytes.length;
    if (size > BODY_BYTES) throw new Error('request body over 30 MiB');
    pieces.push(bytes);
  }
  return Buffer.concat(pieces);
}

/** @throws RestRefusal json-invalid, content-type. */
export async function parseRaw(raw: Buffer, contentType: string): Promise<{ body: unknown; files: Upload[] }> {
  if (raw.length === 0) return { body: undefined, files: [] };
  if (contentType.startsWith('application/json')) return { body: parseJson(raw.toString()), files: [] };
  if (!contentType.startsWith('multipart/form-data')) refuse('content-type');
  const form = await new Response(new Uint8Array(raw), { headers: { 'content-type': contentType } })
    .formData()
    .catch(() => refuse('content-type'));
  const files: Upload[] = [];
  let body: unknown;
  for (const [field, part] of form.entries()) {
    if (typeof part !== 'string') {
      files.push({
        field,
        filename: part.name,
        contentType: part.type || 'application/octet-stream',
        data: Buffer.from(await part.arrayBuffer()),
      });
    } else if (field === 'payload_json') body = parseJson(part);
  }
  return { body, files };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return refuse('json-invalid');
  }
}
