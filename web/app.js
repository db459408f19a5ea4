// The plain page of the offline target: enough to walk a handover by hand.

import { startClock } from './clock.js';
import { startDesk } from './desk.js';
import { startForm } from './form.js';
import { startLeads } from './leads.js';
import { startOutbox } from './outbox.js';
import { loadCompany, orComplain, refresh, say } from './session.js';
import { startSetAside } from './set-aside.js';
import { startStory } from './story.js';
import { startWho } from './who.js';

const part = (id) => document.getElementById(id);

await orComplain(loadCompany);
// First, since all that follows is told in relation to it.
await orComplain(() => startClock(part('clock')));
startWho(part('who'));
startForm(part('form'));
startLeads(part('leads'));
startSetAside(part('set-aside'));
startStory(part('story'));
startDesk(part('desk'));
startOutbox(part('outbox'));
part('dismiss').addEventListener('click', () => say());
await orComplain(refresh);
