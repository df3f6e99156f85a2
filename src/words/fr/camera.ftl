### Pourquoi une caméra ne donne pas d'image, et que faire.

fault_no_camera = aucune caméra n'a été trouvée
    .todo = branchez-en une, ou ouvrez un enregistrement
fault_not_there = la caméra « { $name } » n'est pas là
    .todo = branchez-la, choisissez-en une autre, ou ouvrez un enregistrement
fault_busy = la caméra est utilisée par un autre programme
    .todo = fermez ce programme, ou choisissez une autre caméra
fault_refused = ce programme n'a pas le droit d'utiliser la caméra
    .linux = ajoutez-vous au groupe « video » (sudo usermod -aG video $USER), puis ouvrez une nouvelle session
    .macos = autorisez-le dans Réglages Système, Confidentialité et sécurité, Caméra
    .windows = autorisez-le dans Paramètres, Confidentialité et sécurité, Caméra
fault_unplugged = la caméra a été débranchée
    .todo = rebranchez-la
fault_frozen = la caméra n'envoie plus d'images
    .todo = débranchez-la et rebranchez-la
fault_damaged = la caméra n'envoie que des images abîmées
    .todo = débranchez-la et rebranchez-la, ou essayez un autre câble
fault_no_format = la caméra ne propose aucun format d'image que ce programme lise (MJPEG, ou YUV, RVB ou gris non compressés, de 8 bits)
    .todo = choisissez une autre caméra
fault_other = la caméra ne fonctionne pas ({ $reason })
    .todo = débranchez-la et rebranchez-la, ou choisissez-en une autre
