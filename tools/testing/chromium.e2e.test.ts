// The browser that the other end-to-end tests need: it starts, runs scripts, and has the WebGL that maps are drawn with.
import { expect, test } from 'vitest';
import { launchChromium } from './chromium.ts';

test('runs scripts and WebGL', async () => {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    await page.setContent('<canvas></canvas>');
    expect(await page.evaluate("document.querySelector('canvas').getContext('webgl2') !== null")).toBe(true);
  } finally {
    await browser.close();
  }
});

test('says what to do where there is none', async () => {
  const before = process.env.CHROMIUM_PATH;
  process.env.CHROMIUM_PATH = '/nowhere/chromium';
  try {
    await expect(launchChromium()).rejects.toThrow(/install it, or set CHROMIUM_PATH/);
  } finally {
    if (before === undefined) delete process.env.CHROMIUM_PATH;
    else process.env.CHROMIUM_PATH = before;
  }
});
