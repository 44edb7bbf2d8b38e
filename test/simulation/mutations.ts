export interface Mutation {
  readonly name: string;
}
export const mutations: readonly Mutation[] = [];
