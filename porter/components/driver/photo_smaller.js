// A photo as it travels: a JPEG of at most so many pixels. Throws for a file that is no picture.
const LONGEST_PX = 1_600;
const QUALITY = 0.82;

export async function smaller(file) {
  const picture = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST_PX / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", QUALITY));
  if (!blob) throw new Error("the picture could not be written");
  return new File([blob], "photo.jpg", { type: "image/jpeg" });
}
