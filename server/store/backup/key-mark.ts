// A mark of SECRET_KEY that says whether two are the same and nothing else of them.
import { createHmac } from 'node:crypto';

const PURPOSE = 'speedfog-racing backup key mark v1';
const LETTERS = 16;

export const keyMarkOf = (secretKey: string): string =>
  createHmac('sha256', secretKey).update(PURPOSE).digest('hex').slice(0, LETTERS);
