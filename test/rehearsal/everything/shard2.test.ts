import { soundness } from './shard.js';

soundness(1);
