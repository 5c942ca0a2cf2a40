/** Who acts when no person does. */
export const bySystem = { actor: 'system', role: 'system' } as const;
