// Starts a campaign through the form of Temporal's UI, as a person does, with a browser without a window, and takes pictures
// of what is to be seen then.
//
//   node start-campaign.mjs --ui http://127.0.0.1:8233 --campaign campaign.json [--pictures DIR]
//
// The campaign is a campaign file as JSON. Ends with 0 when the UI shows that its workflow has completed; CHROMIUM says
// where the browser is.

import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import puppeteer from 'puppeteer-core';

const { values: options } = parseArgs({
  options: {
    ui: { type: 'string' },
    campaign: { type: 'string' },
    namespace: { type: 'string', default: 'default' },
    pictures: { type: 'string' },
    seconds: { type: 'string', default: '120' },
  },
});
if (!options.ui || !options.campaign) {
  console.error('start-campaign: --ui and --campaign are missing');
  process.exit(2);
}

const browserPath = [process.env.CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find(
  (path) => path && existsSync(path),
);
if (!browserPath) {
  console.error('start-campaign: found no Chromium; install it, or say where it is: CHROMIUM=/path');
  process.exit(2);
}

const campaign = JSON.parse(readFileSync(options.campaign, 'utf8'));
const workflowId = `submit-${campaign.name}`;
const workflows = `${options.ui}/namespaces/${options.namespace}/workflows`;
const deadline = Date.now() + 1000 * Number(options.seconds);

const browser = await puppeteer.launch({
  executablePath: browserPath,
  args: ['--no-sandbox', '--disable-dev-shm-usage'],
  defaultViewport: { width: 1400, height: 1000 },
});
const page = await browser.newPage();
await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: 'light' }]);

async function picture(name) {
  if (options.pictures) {
    mkdirSync(options.pictures, { recursive: true });
    await page.screenshot({ path: join(options.pictures, `${name}.png`) });
  }
}

async function fill(selector, text) {
  await page.waitForSelector(selector, { timeout: 30_000 });
  await page.click(selector);
  await page.keyboard.sendCharacter(text);
}

/** The text of the page and of its frames: details, which are Markdown, have one of their own. */
async function textOfAll() {
  const texts = page.frames().map((frame) => frame.evaluate(() => document.body?.innerText ?? '').catch(() => ''));
  return (await Promise.all(texts)).join('\n');
}

/** The status of a workflow stands before its id; that of its activities elsewhere. */
function hasCompleted(id) {
  return (text) => new RegExp(`\\bCompleted\\s+${id}\\b`).test(text);
}

/** Waits until the text of a page, or of one of its tabs, satisfies a condition, loading it anew now and then. */
async function until(url, what, condition, tab = null) {
  for (;;) {
    await page.goto(url, { waitUntil: 'networkidle2' });
    if (tab) {
      // Not there as long as the workflow is not.
      const link = await page.waitForSelector(tab, { timeout: 5_000 }).catch(() => null);
      await link?.click();
    }
    for (let look = 0; look < 10; look++) {
      const text = await textOfAll();
      if (condition(text)) {
        return text;
      }
      if (/\b(Failed|Terminated|Timed Out|Canceled)\s+(lehr|submit)-/.test(text)) {
        await picture('failed');
        throw new Error(`${url} shows a failure while waiting until ${what}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    if (Date.now() > deadline) {
      await picture('late');
      throw new Error(`${url}: not within ${options.seconds} s: ${what}`);
    }
  }
}

try {
  await page.goto(`${workflows}/start-workflow`, { waitUntil: 'networkidle2' });
  await fill('#workflowId', workflowId);
  await fill('#taskQueue', 'lehr-workflows');
  await fill('#workflowType', 'LehrSubmit');
  await fill('[contenteditable="true"]', JSON.stringify(campaign, null, 2));
  await picture('start-form');
  await page.click('[data-testid="start-workflow-button"]');

  const own = `${workflows}/lehr-${campaign.name}`;
  const table = (text) => text.includes('pending') && text.includes('running') && text.includes('done');
  const completed = hasCompleted(`lehr-${campaign.name}`);
  // A small campaign has ended before its pace is known.
  const paced = (text) => table(text) && (/ left\b/.test(text) || completed(text));
  await until(own, 'the table of stages is shown', paced, '#user-metadata-tab');
  await picture('campaign-running');
  await until(own, 'the campaign has completed', completed);
  await picture('campaign-history');
  await until(own, 'its table is still there', table, '#user-metadata-tab');
  await picture('campaign-completed');
  await until(`${workflows}/${workflowId}`, 'what started it has completed', hasCompleted(workflowId));
  const query = encodeURIComponent(`LehrCampaign="${campaign.name}"`);
  await until(`${workflows}?query=${query}`, 'the campaign is found by its name', (text) => text.includes(`lehr-${campaign.name}`));
  await picture('campaign-search');
  console.log(`lehr-${campaign.name} has completed`);
} catch (error) {
  console.error(`start-campaign: ${error.message}`);
  process.exitCode = 1;
} finally {
  await browser.close();
}
