export const attacks: readonly { name: string }[] = [];
