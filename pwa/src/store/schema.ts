/** The shape of an account's database; raised by one with every change to it. */
export const SCHEMA = 2
