// The registered applications (clients) and their redirect addresses, as in Twitch's developer console. Deliberately absent: tokens.

export type Application = {
  readonly clientId: string;
  readonly secret: string;
  /** Compared letter by letter. */
  readonly redirectUris: ReadonlySet<string>;
};

export type Applications = {
  find(clientId: string): Application | null;
  registerRedirectUri(clientId: string, uri: string): void;
};

export function createApplications(list: readonly { clientId: string; secret: string }[]): Applications {
  const known = new Map(
    list.map(({ clientId, secret }) => [clientId, { clientId, secret, redirectUris: new Set<string>() }]),
  );
  return {
    find: (clientId) => known.get(clientId) ?? null,
    registerRedirectUri(clientId, uri) {
      const application = known.get(clientId);
      if (!application) throw new Error(`no application ${clientId}`);
      if (!URL.canParse(uri)) throw new Error(`not an address: ${uri}`);
      application.redirectUris.add(uri);
    },
  };
}
