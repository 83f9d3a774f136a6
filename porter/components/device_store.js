// What the driver's phone has not handed over yet: positions and trip steps, kept in IndexedDB across reloads;
// and the job in hand, so that it can be read without a connection.
const NAME = "porter-device";
const VERSION = 2;
const STORES = ["fixes", "steps", "kept"];

let opening = null;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, VERSION);
    request.onupgradeneeded = () => {
      const missing = STORES.filter((store) => !request.result.objectStoreNames.contains(store));
      for (const store of missing) request.result.createObjectStore(store, { keyPath: "seq", autoIncrement: true });
    };
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  return opening;
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

export const add = (store, value) => run(store, "readwrite", (s) => s.add(value));
export const put = (store, value) => run(store, "readwrite", (s) => s.put(value));
export const remove = (store, seq) => run(store, "readwrite", (s) => s.delete(seq));
export const count = (store) => run(store, "readonly", (s) => s.count());
export const oldest = (store, limit) => run(store, "readonly", (s) => s.getAll(null, limit));
export const empty = (store) => run(store, "readwrite", (s) => s.clear());

// One tab at a time sends, so that nothing is sent twice and order is kept.
export function alone(name, work) {
  return navigator.locks ? navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? work() : null)) : work();
}

