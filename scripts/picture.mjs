// npm run picture: the picture of the README, the first screens of the story's HTML report as Chromium draws them.
import { resolve } from 'node:path';
import { chromium } from 'playwright-core';

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking'],
});
for (const lang of ['en', 'zh-CN']) {
  const page = await browser.newPage({ viewport: { width: 960, height: 900 }, colorScheme: 'light' });
  await page.goto(`file://${resolve(`docs/examples/story.${lang}.html`)}`);
  const figures = await page.locator('#pictures').boundingBox();
  await page.screenshot({
    path: `docs/examples/story.${lang}.png`,
    clip: { x: 0, y: 0, width: 960, height: Math.min(2400, (figures?.y ?? 0) + (figures?.height ?? 1200)) },
  });
}
await browser.close();
