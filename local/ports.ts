import { isRefusedPort, refusedPortRule } from '../shared/http/refused-ports.ts';

/** `count` ports from `first` on, without those that `fetch` refuses; `count` times 0, which takes a free one, from 0 on. */
export const portsFrom = (first: number, count: number): readonly number[] => {
  const ports: number[] = [];
  for (let port = first; ports.length < count; port += first === 0 ? 0 : 1) {
    if (first === 0 || !isRefusedPort(port)) {
      ports.push(port);
    }
  }
  return ports;
};

/** One sentence against a port that was asked for and that nobody could call, null for every other. */
export const explainRefusedPort = (port: number): string | null =>
  port !== 0 && isRefusedPort(port) ? `Port ${port} ${refusedPortRule}.` : null;
