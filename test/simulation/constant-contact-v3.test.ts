import { holdPromises } from './hold-promises.ts';

holdPromises('constant-contact-v3');
