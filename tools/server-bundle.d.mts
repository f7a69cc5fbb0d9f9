// What server-bundle.mjs exports.
export declare const BUNDLE_FOLDER: string;
export declare const MANIFEST: string;
export declare function findBundle(folder?: string, root?: string): string | undefined;
export declare function fingerprint(root?: string): string;
