import { expect, test } from '@jest/globals';
import { explainRefusedPort, portsFrom } from '../../local/ports.ts';

test('ports that nobody could call are left out', () => {
  expect(portsFrom(3000, 9)).toEqual([3000, 3001, 3002, 3003, 3004, 3005, 3006, 3007, 3008]);
  expect(portsFrom(4186, 9)).toEqual([4186, 4187, 4188, 4189, 4191, 4192, 4193, 4194, 4195]);
  expect(portsFrom(6664, 4)).toEqual([6664, 6670, 6671, 6672]);
  expect(portsFrom(65_527, 9).at(-1)).toBe(65_535);
});

test('free ports are left to the system', () => {
  expect(portsFrom(0, 3)).toEqual([0, 0, 0]);
  expect(explainRefusedPort(0)).toBeNull();
});
