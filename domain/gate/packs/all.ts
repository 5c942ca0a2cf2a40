import type { Pack } from '../pack.js';
import { europeanUnion, germany, houseB2b, spain, unitedKingdom } from './europe.js';
import { usDistrictOfColumbia, usMassachusetts, usNewYorkCity, usRegF } from './unitedStates.js';

/** The packs that ship. Each applies to the debtors of its scope by itself. Not legal advice. */
export const shippedPacks: readonly Pack[] = [
  usRegF,
  usMassachusetts,
  usNewYorkCity,
  usDistrictOfColumbia,
  unitedKingdom,
  germany,
  spain,
  europeanUnion,
  houseB2b,
];
