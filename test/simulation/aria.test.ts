import { holdPromises } from './hold-promises.ts';

holdPromises('aria');
