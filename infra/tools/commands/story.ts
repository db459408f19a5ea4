// `npm run story`: a lead's life told as a dated timeline; `npm run story -- edges`: what goes otherwise than planned.

import { playEdgeCases } from '../story/edge-cases.ts';
import { tellStory } from '../story/stage.ts';
import { playStory } from '../story/whole-life.ts';

const stories: Readonly<Record<string, () => Promise<void>>> = {
  async life() {
    console.log('A lead, from a web form to a signed deal (times in Shanghai)');
    console.log(tellStory(await playStory()));
  },
  async edges() {
    for (const { title, lines } of await playEdgeCases())
      console.log(`\n${title}\n${'='.repeat(title.length)}\n${tellStory(lines)}`);
  },
};

const [name = 'life'] = process.argv.slice(2);
const tell = stories[name];
if (tell) await tell();
else {
  console.error(`no story ${name}; use one of ${Object.keys(stories).join(', ')}`);
  process.exitCode = 2;
}
