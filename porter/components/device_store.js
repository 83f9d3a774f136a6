// What the driver's phone has not handed over yet: positions and trip steps, kept in IndexedDB across reloads;
// and the job in hand, so that it can be read without a connection. Every row names the account that made it.
const NAME = "porter-device";
const VERSION = 3;
const STORES = ["fixes", "steps", "kept"];

let opening = null;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => prepare(request.result);
    request.onsuccess = () => resolve(lent(request.result));
    request.onerror = () => reject(request.error);
  }).catch((problem) => {
    opening = null;
    throw problem;
  });
  return opening;
}

// Rows of earlier versions do not say whose they are, so nobody may send them: they go.
function prepare(database) {
  for (const store of [...database.objectStoreNames]) database.deleteObjectStore(store);
  for (const store of STORES) database.createObjectStore(store, { keyPath: "seq", autoIncrement: true }).createIndex("account", "account");
}

// A connection that stays open would block a page of a newer version, and whoever deletes the database.
function lent(database) {
  const gone = () => (opening = null);
  database.onversionchange = () => (database.close(), gone());
  database.onclose = gone;
  return database;
}

async function run(store, mode, work) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(store, mode);
    const request = work(transaction.objectStore(store));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onerror = transaction.onabort = () => reject(transaction.error);
  });
}

export const add = (store, value) => run(store, "readwrite", (s) => s.add({ ...value, kept_at: Date.now() }));
export const put = (store, value) => run(store, "readwrite", (s) => s.put(value));
export const remove = (store, seq) => run(store, "readwrite", (s) => s.delete(seq));
export const oldest = (store, limit) => run(store, "readonly", (s) => s.getAll(null, limit));
export const ofAccount = (store, account, limit) => run(store, "readonly", (s) => s.index("account").getAll(account, limit));
export const countOf = (store, account) => run(store, "readonly", (s) => s.index("account").count(account));

export const removeOf = (store, account) =>
  run(store, "readwrite", (s) => {
    s.index("account").getAllKeys(account).onsuccess = ({ target }) => target.result.forEach((seq) => s.delete(seq));
  });

// One tab at a time sends, so that nothing is sent twice and order is kept.
export function alone(name, work) {
  return navigator.locks ? navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? work() : null)) : work();
}
