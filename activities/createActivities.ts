import type { Store } from '../prisma/store/store.js';
import type { Activities } from './activities.js';
import { assess } from './assess.js';
import { attendDispute } from './attendDispute.js';
import { attendPlacement } from './attendPlacement.js';
import { attendWriteOff } from './attendWriteOff.js';
import { bookCharges } from './bookCharges.js';
import { carryOut } from './carryOut.js';
import { draftNotice } from './draftNotice.js';
import { enrolDelinquent } from './enrolDelinquent.js';
import { instructCampaign } from './instructCampaign.js';
import { judgePlan } from './judgePlan.js';
import { openTask } from './openTask.js';
import type { BusinessClock, Files, HandoverFormatter, Post, Processes, Renderer } from './ports.js';
import { recommendWriteOff } from './recommendWriteOff.js';
import { remind } from './remind.js';
import { requestPlacement } from './requestPlacement.js';
import { setCreditHold } from './setCreditHold.js';
import { startNextAccounts } from './startNextAccounts.js';

/** Everything that the activities need of the world. */
export interface Ports {
  store: Store;
  clock: BusinessClock;
  renderer: Renderer;
  post: Post;
  processes: Processes;
  files: Files;
  handover: HandoverFormatter;
}

/** All activities, each with the ports that it needs. */
export function createActivities(ports: Ports): Activities {
  return {
    assess: assess(ports),
    remind: remind(ports),
    draftNotice: draftNotice(ports),
    openTask: openTask(ports),
    setCreditHold: setCreditHold(ports),
    requestPlacement: requestPlacement(ports),
    recommendWriteOff: recommendWriteOff(ports),
    bookCharges: bookCharges(ports),
    carryOut: carryOut(ports),
    judgePlan: judgePlan(ports),
    attendDispute: attendDispute(ports),
    attendPlacement: attendPlacement(ports),
    attendWriteOff: attendWriteOff(ports),
    startNextAccounts: startNextAccounts(ports),
    instructCampaign: instructCampaign(ports),
    enrolDelinquent: enrolDelinquent(ports),
  };
}
