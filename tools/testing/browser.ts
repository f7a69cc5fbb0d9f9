// A Chromium for the tests of one file: what a page complains of is kept, pages are closed after their test, axe looks for what stands
// in somebody's way. Deliberately absent: finding and starting it (chromium.ts), logging in (sign-in.ts).

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { Browser, BrowserContext, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll } from 'vitest';
import { launchChromium } from './chromium.ts';

/** Of whatever is waited for on a page; generous, for a slow machine. */
const SHOWN_WITHIN_MS = 60_000;

export type TestBrowser = {
  /** In a context of its own. `prepare` happens before the address is opened. */
  open(address: string, options?: BrowserContextOptions, prepare?: (page: Page) => Promise<unknown>): Promise<Page>;
  /** Errors of scripts and lines of the console's errors, of the pages opened in this test. */
  readonly complaints: string[];
};

/** To be called once in a `describe`. `usual`: of every context that does not say otherwise. */
export function useBrowser(usual: BrowserContextOptions): TestBrowser {
  const contexts: BrowserContext[] = [];
  const complaints: string[] = [];
  let browser: Browser | undefined;
  beforeAll(async () => {
    browser = await launchChromium();
  });
  afterEach(async () => {
    complaints.length = 0;
    await Promise.all(contexts.splice(0).map((context) => context.close()));
  });
  afterAll(() => browser?.close());
  return {
    complaints,
    async open(address, options = {}, prepare) {
      if (browser === undefined) throw new Error('the browser is not started');
      const context = await browser.newContext({ ...usual, ...options });
      context.setDefaultTimeout(SHOWN_WITHIN_MS);
      contexts.push(context);
      const page = await context.newPage();
      page.on('pageerror', (error) => complaints.push(String(error)));
      page.on('console', (message) => {
        if (message.type() === 'error') complaints.push(message.text());
      });
      await prepare?.(page);
      await page.goto(address);
      return page;
    },
  };
}

/** Generous, for a slow machine. */
const DRAWN_WITHIN_MS = 60_000;

// What runs inside the browser is text here: the server's types know no DOM.

/** Whether something hangs over at the side, and stays so: while a page is being drawn its map may for an instant. */
export const overflows = (page: Page): Promise<boolean> =>
  page
    .waitForFunction(`document.documentElement.scrollWidth <= document.documentElement.clientWidth`, null, {
      timeout: DRAWN_WITHIN_MS,
    })
    .then(
      () => false,
      () => true,
    );

/** What axe finds, with the places. */
export async function findings(page: Page): Promise<readonly string[]> {
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8'));
  return page.evaluate(`axe.run().then(({ violations }) =>
    violations.map(({ id, nodes }) => id + ': ' + nodes.map((node) => node.html.slice(0, 200)).join(' ')))`);
}
